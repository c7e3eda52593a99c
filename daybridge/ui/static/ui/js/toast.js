/* Short messages: each can be closed; good news leaves by itself after ten seconds
   unless it is being read (pointer or focus on it). The server may add one at any time
   by swapping into #toasts. */
const region = document.getElementById("toasts");
const LEAVES_AFTER_MS = 10_000;
const LEAVES = ["success", "settled", "info", "debug"];

function prepare(toast) {
  if (toast.dataset.ready) return;
  toast.dataset.ready = "yes";
  const close = toast.querySelector("[data-close-toast]");
  if (close) close.hidden = false;
  if (LEAVES.includes(toast.dataset.tone)) leaveLater(toast);
}

function leaveLater(toast) {
  setTimeout(() => {
    if (toast.matches(":hover, :focus-within")) leaveLater(toast);
    else toast.remove();
  }, LEAVES_AFTER_MS);
}

/* In the top layer a message is seen even while a dialog is open. */
function lift() {
  if (!region.showPopover) return;
  region.popover = "manual";
  if (region.matches(":popover-open")) region.hidePopover();
  if (region.childElementCount) region.showPopover();
}

if (region) {
  region.querySelectorAll("[data-toast]").forEach(prepare);
  new MutationObserver((changes) => {
    region.querySelectorAll("[data-toast]").forEach(prepare);
    if (changes.some((change) => change.addedNodes.length)) lift();
  }).observe(region, { childList: true });
  region.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-toast]")) {
      event.target.closest("[data-toast]").remove();
    }
  });
}
