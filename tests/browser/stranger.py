"""What a stranger reads: every public page on which a text could show before it should."""

from playwright.sync_api import Page

EVERYWHERE = (
    "/",
    "/patchwork/",
    "/cases/",
    "/cases.json",
    "/changes/",
    "/feeds/changes/",
    "/tags/",
    "/moderation-log/",
    "/feeds/moderation-log/",
)
OF_A_CASE = ("", "history/", "feed/", "discussion/", "sources.bib")


class Stranger:
    """A reader without an account, and the pages of one case and of some people."""

    def __init__(self, page: Page, *, slug: str, people: tuple[str, ...]) -> None:
        self.page = page
        self.slug = slug
        of_case = (f"/cases/{slug}/{rest}" for rest in OF_A_CASE)
        self.addresses = (*EVERYWHERE, *of_case, *(f"/people/{name}/" for name in people))

    def status(self, rest: str) -> int:
        """What an address below the case answers."""
        return self.page.request.get(f"/cases/{self.slug}/{rest}").status

    def text(self, address: str) -> str:
        """What a public page says; it must be there."""
        answer = self.page.request.get(address)
        assert answer.status == 200, address
        return answer.text()

    def finds_nowhere(self, *words: str) -> None:
        """None of the words is on any public page, nor on those of the versions and what changed in them."""
        versions = [f"/cases/{self.slug}/history/{number}/" for number in range(1, 6)]
        versions += [f"/cases/{self.slug}/diff/{number}..{number + 1}/" for number in range(1, 5)]
        texts = {address: self.text(address) for address in self.addresses}
        texts |= {address: self.page.request.get(address).text() for address in versions}
        found = [(word, address) for word in words for address, text in texts.items() if word in text]
        assert found == []

    def finds(self, *words: str) -> None:
        """All of the words are on the page of the case."""
        text = self.text(f"/cases/{self.slug}/")
        assert [word for word in words if word not in text] == []
