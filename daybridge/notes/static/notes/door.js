/* The way to the server: posts with a fresh token, and notices an expired sign-in. */
export class Door {
  /* `place` is the dataset of the page: data-session-url, data-sign-in-url, data-staff. */
  constructor(form, place, notice) {
    this.token = form.querySelector("[name=csrfmiddlewaretoken]").value;
    Object.assign(this, { place, notice, asking: null });
  }

  post(url, body, { keepalive = false, htmx = false, redirect = "follow" } = {}) {
    const headers = { "X-CSRFToken": this.token, "X-Page-Of": this.place.staff, Accept: "application/json" };
    if (htmx) Object.assign(headers, { "HX-Request": "true", Accept: "text/html" });
    return fetch(url, { method: "POST", body, headers, keepalive, credentials: "same-origin", redirect });
  }

  /* The words stay here; sign in in another tab and they go on by themselves. */
  signedOut() {
    if (this.asking) return;
    this.notice.hidden = false;
    this.notice.replaceChildren(this.words());
    this.asking = setInterval(() => this.ask(), 3000);
  }

  async ask() {
    try {
      const response = await fetch(this.place.sessionUrl, { headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!answer.signed_in) return;
      if (answer.staff_id !== this.place.staff) return location.reload(); // someone else's turn
      this.token = answer.csrf_token;
      for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = this.token;
      clearInterval(this.asking);
      this.asking = null;
      this.notice.hidden = true;
    } catch {
      return; // the server is away; asked again in three seconds
    }
  }

  words() {
    const box = document.createElement("div");
    box.className = "notice";
    box.dataset.tone = "needs";
    box.setAttribute("role", "alert");
    const text = document.createElement("p");
    text.textContent = "You were signed out. Everything you typed is safe on this device. ";
    const link = document.createElement("a");
    link.href = `${this.place.signInUrl}?next=${encodeURIComponent(location.pathname)}`;
    link.target = "_blank";
    link.rel = "noopener";
    link.textContent = "Sign in again in a new tab";
    text.append(link, ", and go on here.");
    box.append(text);
    return box;
  }
}
