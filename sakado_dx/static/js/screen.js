// The projector: asks every two seconds whether the screen has changed, and comes anew if so.
// <div data-screen="ADDRESS of {version}" data-screen-version="N">; <button data-key="ArrowLeft">
// is pressed by that key; <button hidden data-fullscreen> appears only here.

const EVERY = 2000; // ms

function follow(sheet) {
  setInterval(async () => {
    try {
      const answer = await fetch(sheet.dataset.screen, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { version } = await answer.json();
      if (String(version) !== sheet.dataset.screenVersion) location.reload();
    } catch {
      // The network is away for a moment: the next question comes in two seconds.
    }
  }, EVERY);
}

document.querySelectorAll("[data-screen]").forEach(follow);

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (button) button.click();
});

document.querySelectorAll("[data-fullscreen]").forEach((button) => {
  if (!document.fullscreenEnabled) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
});
