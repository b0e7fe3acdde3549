// Copies codes, and brings new mail in without taking anything away from a reader.

const news = document.getElementById("news");

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    news.textContent = `Copied ${button.dataset.copy}.`;
  } catch {
    news.textContent = "The browser did not allow copying: select the code instead.";
  }
});

function isReading() {
  const selecting = String(document.getSelection()) !== "";
  const typing = document.activeElement?.matches("input, iframe");
  return selecting || typing || document.querySelector("details[open]") !== null;
}

async function look() {
  if (document.hidden) return;
  const address = new URL(location.href);
  address.searchParams.set("limit", "1");
  try {
    const answer = await fetch(address, { headers: { accept: "application/json" } });
    const { items } = await answer.json();
    const newest = items.length > 0 ? items[0].id : 0;
    if (newest <= Number(document.body.dataset.newest)) return;
  } catch {
    return; // The stack is restarting; the next look will tell.
  }
  if (!isReading()) {
    location.reload();
  } else if (!news.querySelector("a")) {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = "show it";
    news.replaceChildren("New mail has come: ", link, ".");
  }
}

setInterval(look, 3000);
