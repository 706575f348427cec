// A round of ratings: the cap while choosing, all ticks at once, the next and the one before by key. Without it the
// page works the same: the server counts on each save.
(function () {
  "use strict";

  var cards = document.getElementById("cap");
  var line = cards && cards.querySelector("[data-live]");

  // How many would be excellent with the level chosen, and how many could be, if all others who wait became good.
  function live(choice) {
    var panel = choice.closest("[data-level-now]");
    var now = panel ? panel.getAttribute("data-level-now") : "";
    var count = { EXCELLENT: +cards.dataset.excellent, GOOD: +cards.dataset.good, waiting: +cards.dataset.waiting };
    if (now) { if (now in count) { count[now] -= 1; } } else { count.waiting -= 1; }
    if (choice.value in count) { count[choice.value] += 1; }
    var percent = +cards.dataset.percent;
    var all = count.EXCELLENT + count.GOOD + count.waiting;
    var allowed = Math.floor(all * percent / (cards.dataset.goodOnly === "1" ? 100 + percent : 100));
    var text = line.dataset.fits.replace("{excellent}", count.EXCELLENT).replace("{allowed}", allowed);
    line.textContent = count.EXCELLENT > allowed ? line.dataset.over : text;
    line.classList.toggle("is-over", count.EXCELLENT > allowed);
    line.hidden = false;
  }
  document.addEventListener("change", function (event) {
    if (line && cards.dataset.percent && event.target.matches(".decide input[name=level]")) { live(event.target); }
  });

  document.addEventListener("click", function (event) {
    if (!event.target.closest("[data-tick-all]")) { return; }
    document.querySelectorAll(".round-rows input[name=candidate]").forEach(function (box) { box.checked = true; });
  });

  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, textarea, select")) { return; }
    var step = { j: "[data-next]", k: "[data-previous]" }[event.key];
    var way = step && document.querySelector(step);
    if (way) { event.preventDefault(); way.click(); }
  });
})();
