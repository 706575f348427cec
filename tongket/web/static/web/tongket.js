// Small comforts on top of pages that work without script.
(function () {
  "use strict";

  // Open menus close on Escape and on a click beside them.
  function openMenus() {
    return document.querySelectorAll("details.drop[open], details.ask[open]");
  }
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    openMenus().forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    openMenus().forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  // A page that is made for paper prints itself.
  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) { window.print(); }
  });

  // A form that asks for it is sent as soon as a choice is made.
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-auto-submit")) { form.requestSubmit(); }
  });

  // Leaving a changed form asks first; a form that is being sent does not, and is not sent twice.
  var changed = false;
  var edits = 0;  // so many changes
  var sent = 0;  // so many of them went to the draft
  document.addEventListener("input", function (event) {
    if (event.target.form && event.target.form.hasAttribute("data-unsaved")) { changed = true; edits += 1; }
  });
  document.addEventListener("htmx:beforeRequest", function (event) {
    if (event.target.hasAttribute("data-not-saved")) { sent = edits; }
  });
  document.addEventListener("draft-saved", function () {
    if (sent === edits) { changed = false; }
  });
  ["htmx:sendError", "htmx:responseError"].forEach(function (fault) {
    document.addEventListener(fault, function (event) {
      var line = document.getElementById("draft-saved");
      if (line && event.target.hasAttribute("data-not-saved")) { line.textContent = event.target.dataset.notSaved; }
    });
  });
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.getAttribute("method") !== "post" || event.defaultPrevented) { return; }
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; }
    changed = false;
    if (window.htmx) { window.htmx.trigger(form, "htmx:abort"); }  // what is sent needs no draft any more
    form.setAttribute("aria-busy", "true");
    window.setTimeout(function () { form.removeAttribute("aria-busy"); }, 4000);  // an answer that is a file leaves the page standing
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[aria-busy]").forEach(function (form) { form.removeAttribute("aria-busy"); });
  });
  window.addEventListener("beforeunload", function (event) {
    if (changed) { event.preventDefault(); }
  });

  // The first wrong field takes the focus.
  var wrong = document.querySelector("form:not([data-quiet]) [aria-invalid=true]");
  if (wrong) { wrong.focus(); }
})();
