// Long work: asks every second how far it is, and comes anew once it is over.
// <div data-job="ADDRESS of {perCent, words, isOver}"><progress data-job-bar><p data-job-words>

const EVERY = 1000; // ms

function follow(place) {
  const bar = place.querySelector("[data-job-bar]");
  const words = place.querySelector("[data-job-words]");
  const timer = setInterval(async () => {
    try {
      const answer = await fetch(place.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const { perCent, words: told, isOver } = await answer.json();
      bar.value = Math.max(bar.value, perCent);
      if (words.textContent !== told) words.textContent = told;
      if (isOver) {
        clearInterval(timer);
        location.reload();
      }
    } catch {
      // The network is away for a moment: the next question comes in a second.
    }
  }, EVERY);
}

document.querySelectorAll("[data-job]").forEach(follow);
