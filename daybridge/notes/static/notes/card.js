/* One card on the screen: its fields, their values, and the marks they started from. */
export class Card {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.card;
    this.url = element.dataset.save;
    this.baseInput = element.querySelector("[data-base]");
    this.bases = new Map(this.baseInput.value.split(",").map((pair) => pair.split(":")));
    this.seen = new Map(this.fields().map((field) => [field, this.given(field)]));
    this.sent = new Map(); // field: texts on their way, which the server may have or not
    for (const input of element.querySelectorAll("[data-prefilled]")) {
      this.seen.set(input.dataset.field, "");
    }
  }

  fields() {
    const names = [...this.element.querySelectorAll("[data-field]")].map((input) => input.dataset.field);
    return [...new Set(names)];
  }

  inputs(field) {
    return [...this.element.querySelectorAll(`[data-field="${field}"]`)];
  }

  value(field) {
    const inputs = this.inputs(field);
    if (inputs[0]?.type === "radio") return inputs.find((input) => input.checked)?.value ?? "";
    return inputs[0]?.value ?? "";
  }

  /* What the page came with, whatever was typed since. */
  given(field) {
    const inputs = this.inputs(field);
    const [first] = inputs;
    if (first?.type === "radio") return inputs.find((input) => input.defaultChecked)?.value ?? "";
    if (first?.tagName === "SELECT") return [...first.options].find((option) => option.defaultSelected)?.value ?? "";
    const text = first?.defaultValue ?? "";
    return first?.type === "text" ? text.replace(/[\r\n]/g, "") : text; // as browsers do
  }

  touched() {
    return this.changed().filter((field) => this.value(field) !== this.given(field));
  }

  write(field, value) {
    for (const input of this.inputs(field)) {
      if (input.type === "radio") input.checked = input.value === value;
      else input.value = value;
    }
  }

  /* Fields whose words the server does not have yet. */
  changed() {
    return this.fields().filter((field) => this.value(field) !== this.seen.get(field));
  }

  body(fields) {
    const body = new URLSearchParams();
    body.set(`base-${this.id}`, fields.map((field) => `${field}:${this.bases.get(field)}`).join(","));
    for (const field of fields) body.set(`card-${this.id}-${field}`, this.value(field));
    return body;
  }

  /* The server has these words, under these marks. */
  taken(values, bases) {
    for (const [field, value] of Object.entries(values)) {
      this.seen.set(field, value);
      this.sent.delete(field);
    }
    this.rebase(bases, Object.keys(values));
  }

  rebase(bases, fields) {
    for (const field of fields) if (bases[field]) this.bases.set(field, bases[field]);
    this.baseInput.value = [...this.bases].map((pair) => pair.join(":")).join(",");
  }

  show(state, time = "") {
    const saved = this.element.querySelector(".saved");
    if (!saved) return;
    saved.dataset.state = state;
    if (time) saved.querySelector("[data-saved-time]").textContent = time;
  }
}
