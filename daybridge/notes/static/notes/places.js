/* Arrivals and exceptions: one press each; the words being written stay untouched. */
function fields(panel, act) {
  const body = new URLSearchParams({ act, submission: crypto.randomUUID?.() ?? "" });
  for (const input of panel?.querySelectorAll("input") ?? []) body.set(input.name, input.value);
  return body;
}

export function attachPlaces(evening, door, saver) {
  evening.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-act]");
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    button.disabled = true;
    const whole = button.hasAttribute("data-whole-page");
    if (whole) await saver.saveAll();
    try {
      await carryOut(evening, door, button, whole);
    } finally {
      button.disabled = false;
    }
  });
}

async function carryOut(evening, door, button, whole) {
  const place = button.closest(".place");
  const response = await door.post(button.formAction, fields(place, button.value), { htmx: !whole, redirect: whole ? "manual" : "follow" });
  if (whole) return location.reload();
  if (response.status !== 200 && response.status !== 422) return door.signedOut();
  const answer = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = answer.querySelector(".place");
  place.replaceWith(fresh);
  fresh.closest("[data-card]").dataset.mark = fresh.dataset.place;
  evening.querySelector("#register-bar").replaceWith(answer.querySelector("#register-bar"));
  fresh.querySelector("button, summary")?.focus();
  document.body.dispatchEvent(new Event("placeChanged"));
}
