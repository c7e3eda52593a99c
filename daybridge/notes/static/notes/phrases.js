/* Puts one of the clinician's own phrases where they were writing. */
export function attachPhrases(evening) {
  let last = null;
  evening.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea[data-field], input[type=text][data-field]")) last = event.target;
  });
  evening.addEventListener("click", (event) => {
    const button = event.target.closest("[data-phrase]");
    if (!button) return;
    const card = button.closest("[data-card]");
    const wanted = button.dataset.phraseField;
    const field = wanted === "any" ? null : card.querySelector(`[data-field="${wanted}"]`);
    const target = field ?? (card.contains(last) ? last : card.querySelector("[data-field=sentence]"));
    insert(target, button.dataset.phrase);
  });
}

function insert(target, phrase) {
  const start = target.selectionStart ?? target.value.length;
  const before = target.value.slice(0, start);
  const joint = before && !/\s$/.test(before) ? " " : "";
  target.setRangeText(joint + phrase, start, target.selectionEnd ?? start, "end");
  target.dispatchEvent(new Event("input", { bubbles: true }));
  target.focus();
}
