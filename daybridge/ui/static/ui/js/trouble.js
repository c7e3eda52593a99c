/* Says so when a request in the background fails, instead of leaving a button that
   seems to do nothing. The sentences are templates in the page: trouble-401 and so on. */
function tell(name) {
  const template =
    document.getElementById(`trouble-${name}`) ?? document.getElementById("trouble-any");
  const region = document.getElementById("toasts");
  if (!template || !region) return;
  region.querySelectorAll("[data-trouble]").forEach((toast) => toast.remove());
  const toast = template.content.firstElementChild.cloneNode(true);
  toast.dataset.trouble = name;
  region.append(toast);
}

document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr.status));
for (const kind of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(kind, () => tell("offline"));
}
