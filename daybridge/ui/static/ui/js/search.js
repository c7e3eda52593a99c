/* Opens the search with / or Ctrl-K, from anywhere but a text field (Ctrl-K from there
   too). The opener is an ordinary link to the search page. */
const opener = document.querySelector("[data-search-opener]");

function isTyping(element) {
  return element.matches?.("input, textarea, select, [contenteditable]") ?? false;
}

document.addEventListener("keydown", (event) => {
  if (!opener || event.defaultPrevented || event.altKey) return;
  const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey;
  if (command || (slash && !isTyping(event.target))) {
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    opener.click();
    document.querySelector("[data-search-dialog] input")?.select();
  }
});
