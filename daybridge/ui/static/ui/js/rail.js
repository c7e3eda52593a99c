/* On a phone the rail is a bar wider than the screen; it opens at the room one is in
   (data-rail). Not by scrollIntoView: the Tab key would begin there, past the skip link. */
const current = document.querySelector("[data-rail] [aria-current=page]");
const bar = current?.closest("[data-rail]");
if (bar && bar.scrollWidth > bar.clientWidth) {
  const [here, whole] = [current, bar].map((each) => each.getBoundingClientRect());
  bar.scrollLeft += here.left + here.width / 2 - (whole.left + whole.width / 2);
}
