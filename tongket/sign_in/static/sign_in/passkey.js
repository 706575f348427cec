// Passkeys: ask the device, put its answer into the form, send it. The texts stand in the page.
for (const form of document.querySelectorAll("[data-passkey]")) {
  const start = form.querySelector("[data-passkey-start]");
  const show = (what, is_shown) => { form.querySelector(`[data-passkey-${what}]`).hidden = !is_shown; };
  const is_address = /^[\d.]+$|:/.test(location.hostname); // a passkey is bound to a name
  if (!window.isSecureContext || !window.PublicKeyCredential || is_address) {
    show("missing", true);
    start.disabled = true;
    continue;
  }
  start.addEventListener("click", async () => {
    show("failed", false);
    const options = JSON.parse(document.getElementById("passkey-options").textContent);
    try {
      const answer = await (form.dataset.passkey === "create" ? webauthnJSON.create(options) : webauthnJSON.get(options));
      form.querySelector("[name=credential]").value = JSON.stringify(answer);
      form.submit();
    } catch {
      show("failed", true);
    }
  });
}
