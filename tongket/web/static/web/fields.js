// Fields of more than one part, on top of what works without script.
(function () {
  "use strict";

  // --- Picker: words on top, choices as radio buttons below; what was chosen stands alone until it is changed.
  function choices(picker) { return Array.from(picker.querySelectorAll(".picker-choice input")); }
  function chosen(picker) { return picker.querySelector(".picker-choice input:checked"); }
  function words(picker) { return picker.querySelector(".picker-ask input"); }

  function fold(picker, hasFocus) {
    picker.classList.toggle("is-chosen", Boolean(chosen(picker)));
    if (hasFocus && chosen(picker)) { picker.querySelector(".picker-change").focus(); }
  }
  function unfold(picker) {
    picker.classList.remove("is-chosen");
    words(picker).focus();
    words(picker).select();
  }
  function choose(picker, choice) {
    choice.checked = true;
    choice.dispatchEvent(new Event("change", {bubbles: true}));
    fold(picker, true);
  }
  function prepare(picker) {
    var find = picker.querySelector(".picker-find");
    find.type = "button";  // Enter saves the form, it does not search
    find.hidden = true;
    picker.querySelector(".picker-change").hidden = false;
    fold(picker, false);
  }
  document.querySelectorAll("[data-picker]").forEach(prepare);
  document.querySelectorAll("[data-enter]").forEach(function (button) { button.remove(); });

  document.addEventListener("input", function (event) {
    var picker = event.target.closest("[data-picker]");
    if (picker && event.target === words(picker)) {  // other words: what was chosen before is dropped
      choices(picker).forEach(function (choice) { choice.checked = false; });
    }
  });
  document.addEventListener("click", function (event) {
    var picker = event.target.closest("[data-picker]");
    if (!picker) { return; }
    if (event.target.closest(".picker-change")) { unfold(picker); }
    if (event.target.closest(".picker-choice input") && !byArrow) { fold(picker, true); }
  });
  var byArrow = false;  // an arrow key goes through the choices: none is taken yet
  document.addEventListener("pointerdown", function () { byArrow = false; });
  document.addEventListener("htmx:beforeSwap", function (event) {
    var picker = event.detail.target.closest("[data-picker]");
    if (picker && chosen(picker)) { event.detail.shouldSwap = false; }  // too late: a choice was made
  });
  document.addEventListener("keydown", function (event) {
    byArrow = event.key.indexOf("Arrow") === 0;
    var picker = event.target.closest && event.target.closest("[data-picker]");
    if (!picker) { return; }
    var found = choices(picker);
    var inWords = event.target === words(picker);
    if (inWords && event.key === "ArrowDown" && found.length) {
      event.preventDefault();
      found[0].focus();
      found[0].checked = true;
    } else if (inWords && event.key === "Enter" && words(picker).value && !chosen(picker)) {
      event.preventDefault();
      if (found.length === 1) { choose(picker, found[0]); } else if (found.length) { found[0].focus(); }
    } else if (!inWords && event.key === "Enter" && event.target.type === "radio") {
      event.preventDefault();
      choose(picker, event.target);
    } else if (!inWords && event.key === "Escape" && event.target.type === "radio") {
      event.target.checked = false;
      unfold(picker);
    }
  });
  document.addEventListener("focusout", function (event) {
    var picker = event.target.closest("[data-picker]");
    if (picker && !(event.relatedTarget && picker.contains(event.relatedTarget))) { fold(picker, false); }
  });

  // --- Upload: an area to drop a file on; what was chosen is shown, what is not taken is said at once.
  function sizeText(bytes) {
    var isLarge = bytes >= 1048576;
    var amount = bytes / (isLarge ? 1048576 : 1024);
    return amount.toLocaleString("vi", {maximumFractionDigits: amount < 10 ? 1 : 0}) + (isLarge ? " MB" : " kB");
  }
  function refusal(upload, file) {
    var kinds = upload.querySelector("input").accept.split(",");
    var name = file.name.toLowerCase();
    if (!kinds.some(function (kind) { return name.endsWith(kind); })) { return upload.dataset.wrongKind; }
    return file.size > Number(upload.dataset.most) ? upload.dataset.tooLarge : "";
  }
  function show(upload, wrong) {
    var file = upload.querySelector("input").files[0];
    upload.classList.toggle("is-full", Boolean(file));
    upload.querySelector(".upload-ask").hidden = Boolean(file);
    upload.querySelector(".upload-chosen").hidden = upload.querySelector(".upload-deeds").hidden = !file;
    var name = document.createElement("strong");
    var size = document.createElement("span");
    name.textContent = file ? file.name : "";
    size.textContent = file ? sizeText(file.size) : "";
    upload.querySelector(".upload-chosen").replaceChildren(name, size);
    upload.querySelector(".upload-wrong").textContent = wrong || "";
  }
  document.querySelectorAll("[data-upload]").forEach(function (upload) {
    var input = upload.querySelector("input");
    upload.classList.add("is-ready");
    show(upload);
    input.addEventListener("change", function () {
      var wrong = input.files[0] ? refusal(upload, input.files[0]) : "";
      if (wrong) { wrong = input.files[0].name + ": " + wrong; input.value = ""; }
      show(upload, wrong);
    });
    ["dragenter", "dragover"].forEach(function (kind) {
      input.addEventListener(kind, function () { upload.classList.add("is-over"); });
    });
    ["dragleave", "drop"].forEach(function (kind) {
      input.addEventListener(kind, function () { upload.classList.remove("is-over"); });
    });
    upload.querySelector("button").addEventListener("click", function () {
      input.value = "";
      input.dispatchEvent(new Event("change", {bubbles: true}));
      input.focus();
    });
  });
})();
