/* The keypad at the door, without a round trip for each digit. [data-keypad] is a form
   whose key and back buttons work by themselves when this does not run. */
for (const form of document.querySelectorAll("[data-keypad]")) {
  const code = form.elements.code;
  const digits = Number(form.dataset.digits);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || button.name === "go") return;
    event.preventDefault();
    if (button.name === "key" && code.value.length < digits) code.value += button.value;
    if (button.name === "back") code.value = code.value.slice(0, -1);
    if (code.value.length === digits) form.querySelector(".door-go").focus();
  });
}
