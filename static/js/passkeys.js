// Passkeys: asks the site what is to be signed, has the browser sign it, and sends that as the form that is there.
// Without it, or in a browser that knows no passkeys, these forms stay hidden, and what they offer instead is shown.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const ids = (list) => (list ?? []).map((each) => ({ ...each, id: bytes(each.id) }));

async function make({ publicKey }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: ids(publicKey.excludeCredentials),
    },
  });
  return sent(made, {
    clientDataJSON: text(made.response.clientDataJSON),
    attestationObject: text(made.response.attestationObject),
  });
}

async function sign({ publicKey }) {
  const signed = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: ids(publicKey.allowCredentials) },
  });
  const { clientDataJSON, authenticatorData, signature, userHandle } = signed.response;
  return sent(signed, {
    clientDataJSON: text(clientDataJSON),
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle && text(userHandle),
  });
}

const sent = (credential, response) =>
  JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: {}, response });

async function asked(form) {
  const answer = await fetch(form.dataset.begin, { method: "POST", body: new FormData(form) });
  const told = answer.headers.get("Content-Type")?.startsWith("application/json") ? await answer.json() : {};
  if (!answer.ok) throw new Error(told.wrong ?? form.dataset.failed);
  return told;
}

async function go(form) {
  const wrong = form.querySelector("[role=alert]");
  wrong.textContent = "";
  try {
    const options = await asked(form);
    form.elements.credential.value = await (form.dataset.passkey === "make" ? make(options) : sign(options));
    form.submit();
  } catch (error) {
    // What a browser says of it is for developers; what the site says is for people.
    wrong.textContent = error instanceof DOMException || error instanceof TypeError ? form.dataset.failed : error.message;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.reportValidity()) go(form);
    });
  }
  for (const each of document.querySelectorAll("[data-without-passkeys]")) each.hidden = true;
}
