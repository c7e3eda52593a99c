/* On a phone the rail is a bar wider than the screen; it opens at the room one is in
   (data-rail). */
const current = document.querySelector("[data-rail] [aria-current=page]");
const bar = current?.closest("[data-rail]");
if (bar && bar.scrollWidth > bar.clientWidth) {
  current.scrollIntoView({ inline: "center", block: "nearest" });
}
