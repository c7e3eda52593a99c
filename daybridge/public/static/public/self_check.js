/* The self-check, one question at a time, in the browser: no answer is sent or kept.
   It follows the same table as the server (data-self-check names it); without this
   module the form is posted. */
export function outcomeOf(table, answers) {
  const fits = ({ when }) =>
    Object.entries(when).every(([name, allowed]) => allowed.includes(answers[name]));
  return table.steps.find(fits).outcome;
}

export function reasonsOf(table, answers) {
  const told = table.reasons[outcomeOf(table, answers)];
  return Object.keys(table.questions)
    .filter((name) => (told[name] ?? []).includes(answers[name]))
    .map((name) => `${name} ${answers[name]}`);
}

const form = document.querySelector("[data-self-check]");
if (form) run(form);

function run(form) {
  const table = JSON.parse(document.getElementById(form.dataset.selfCheck).textContent);
  const steps = [...form.querySelectorAll("[data-check-step]")];
  const part = (name) => document.querySelector(`[data-check-${name}]`);
  const answers = () => Object.fromEntries(
    steps.map((step) => [step.dataset.checkStep, step.querySelector("input:checked")?.value])
      .filter(([, answer]) => answer)
  );
  let at = 0;

  function show(number, moves = true) {
    at = number;
    steps.forEach((step, place) => { step.hidden = place !== at; });
    part("back").hidden = at === 0;
    part("count").textContent = form.dataset.count
      .replace("{number}", at + 1).replace("{all}", steps.length);
    if (moves) steps[at].querySelector("input:checked, input").focus();
  }

  function finish() {
    const given = answers();
    const outcome = outcomeOf(table, given);
    const reasons = new Set(reasonsOf(table, given));
    for (const section of part("results").querySelectorAll("[data-outcome]")) {
      section.hidden = section.dataset.outcome !== outcome;
      for (const reason of section.querySelectorAll("[data-reason]")) {
        reason.hidden = !reasons.has(reason.dataset.reason);
      }
    }
    part("answers").value = JSON.stringify(given);
    part("results").hidden = false;
    form.hidden = true;
    part("results").querySelector("section:not([hidden]) h2").focus();
  }

  function next() {
    const given = answers();
    const name = steps[at].dataset.checkStep;
    if (!given[name]) { steps[at].querySelector("input").focus(); return; }
    if (given.danger === "yes" || at === steps.length - 1) finish();
    else show(at + 1);
  }

  form.dataset.isRunning = "";
  form.reset();
  part("send").hidden = true;
  part("next").hidden = false;
  part("next").addEventListener("click", next);
  part("back").addEventListener("click", () => show(at - 1));
  form.addEventListener("submit", (event) => { event.preventDefault(); next(); });
  form.addEventListener("change", () => { if (answers().danger === "yes") finish(); });
  show(0, false);
}
