// Asks the browser for a passkey: <form data-passkey="sign-in | prove | create">.
// Needs allauth's webauthn-json.js for the encoding; options come from the page
// (#passkey-options) or, at sign-in, from the form's own address.

const SAYS = "That did not work. Try again, or use another way.";

async function options(form) {
  if (form.dataset.passkey !== "sign-in") {
    return JSON.parse(document.getElementById("passkey-options").textContent);
  }
  const response = await fetch(form.action, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!response.ok) throw new Error("no options");
  return response.json();
}

async function credential(form) {
  const given = await options(form);
  if (form.dataset.passkey !== "create") {
    return window.webauthnJSON.get(given.request_options);
  }
  const wanted = given.creation_options;
  wanted.publicKey.authenticatorSelection = {
    ...wanted.publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return window.webauthnJSON.create(wanted);
}

async function ask(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const problem = form.querySelector("[data-passkey-problem]");
  problem.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch {
    problem.textContent = SAYS;
    problem.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", ask);
}
