"""The figures against their budgets (DESIGN, section 9), as Markdown."""

import statistics
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    what: str
    budget: str
    limit: float
    value: float
    shown: str

    def verdict(self) -> str:
        if self.value <= self.limit:
            return "met"
        return f"missed: {self.value / self.limit:.2f}× the budget" if self.limit else "missed"


class Measured:
    """Samples by variant; ratios are medians of the ratios within each round."""

    def __init__(self, samples: dict) -> None:
        self.variants = samples["variants"]
        self.rsa_verify = samples["rsa_verify"]

    def series(self, kind: str, name: str) -> list[float]:
        return [sample[kind] for sample in self.variants[name]]

    def median(self, kind: str, name: str) -> float:
        return statistics.median(self.series(kind, name))

    def ratio(self, kind: str, name: str, base: str | list[float]) -> float:
        other = self.series(kind, base) if isinstance(base, str) else base
        return statistics.median(a / b for a, b in zip(self.series(kind, name), other, strict=True))

    def figure(self, what: str, kind: str, name: str, base: str | list[float], limit: float, budget: str) -> Figure:
        value = self.ratio(kind, name, base)
        return Figure(what, budget, limit, value, f"{value:.3g}×" if value >= 0.1 else f"{value:.3f}× (1/{1 / value:.0f})")


def size(area: str, what: str, sizes: dict[str, int], megabytes: float) -> Figure:
    value = sizes[area] / 1e6
    return Figure(f"{what}: zip", f"≤ {megabytes} MB", megabytes, value, f"{value:.2f} MB")


def authorizer(measured: Measured, sizes: dict[str, int]) -> Iterator[Figure]:
    figure = measured.figure
    yield figure("Authorizer, whole: warm, to one RSA-2048 verify", "warm", "authorize/trellis", measured.rsa_verify, 2.3, "≤ 2.3×")
    yield figure(
        "Authorizer, check of the token alone: warm, to one RSA-2048 verify", "warm", "token-only/trellis", measured.rsa_verify, 2.3, "≤ 2.3×"
    )
    for peer, named in (("node", "Node, aws-jwt-verify"), ("python", "Python, PyJWT")):
        yield figure(f"Authorizer, whole: warm, to {named}", "warm", "authorize/trellis", f"authorize/{peer}", 0.2, "≤ 0.2×")
        yield figure(f"Authorizer, check of the token alone: warm, to {named}", "warm", "token-only/trellis", f"token-only/{peer}", 0.2, "≤ 0.2×")
    yield figure("Authorizer: cold, to Node", "cold", "authorize/trellis", "authorize/node", 1 / 50, "≤ 1/50")
    yield size("authorizer", "Authorizer", sizes, 1.6)


def route(measured: Measured, sizes: dict[str, int], handler: str, area: str, what: str) -> Iterator[Figure]:
    figure = measured.figure
    name = f"{handler}/trellis"
    https = (f"{handler}-https/trellis", f"{handler}-https/naive")
    yield figure(f"{what}: cold, to naive Rust, https endpoint", "cold", *https, 0.45, "≤ 0.45×")
    yield figure(f"{what}: cold, to naive Rust, http endpoint", "cold", name, f"{handler}/naive", 0.45, "≤ 0.45×")
    yield figure(f"{what}: cold, to Node", "cold", name, f"{handler}/node", 1 / 40, "≤ 1/40")
    yield figure(f"{what}: warm, to Node", "warm", name, f"{handler}/node", 0.25, "≤ 1/4")
    yield figure(f"{what}: warm, to Python, boto3", "warm", name, f"{handler}/python", 0.25, "≤ 1/4")
    yield size(area, what, sizes, 4)


def package_report(measured: Measured, sizes: dict[str, int]) -> Iterator[Figure]:
    value = measured.median("warm", "commit-package/trellis") / 1000
    yield Figure("Report of a package, 4,000 characters of data: warm", "≤ 0.6 ms", 0.6, value, f"{value:.2f} ms")
    yield size("packages", "Report of a package", sizes, 4)


def certificates(opened: dict[str, list[str]]) -> Iterator[Figure]:
    own = sum(len(paths) for name, paths in opened.items() if name.endswith("/trellis"))
    naive = max(len(paths) for name, paths in opened.items() if name.endswith("/naive"))
    yield Figure("Certificate files opened by a cold start (strace)", "0", 0, own, f"{own} (naive Rust: {naive})")


def budgets(figures: list[Figure]) -> str:
    rows = [f"| {figure.what} | {figure.budget} | {figure.shown} | {figure.verdict()} |" for figure in figures]
    return "\n".join(["| CPU time, unless it says otherwise | budget | measured | |", "|---|---|---|---|", *rows])


def absolute(measured: Measured) -> str:
    rows = [f"| one RSA-2048 verify (aws-lc-rs) | | {statistics.median(measured.rsa_verify):.1f} |"]
    for name, samples in measured.variants.items():
        warm = "" if samples[0]["warm"] is None else f"{measured.median('warm', name):.0f}"
        rows.append(f"| {name} | {measured.median('cold', name) / 1000:.2f} | {warm} |")
    return "\n".join(["| median CPU time | cold, ms | warm, µs per call |", "|---|---:|---:|", *rows])


def markdown(samples: dict, sizes: dict[str, int], opened: dict[str, list[str]], profile: str) -> str:
    measured = Measured(samples)
    figures = [
        *authorizer(measured, sizes),
        *route(measured, sizes, "get-me", "people", "Read route (get-me)"),
        *route(measured, sizes, "complete-lesson", "learning", "Write route (complete-lesson)"),
        *package_report(measured, sizes),
        *certificates(opened),
    ]
    rounds = len(measured.rsa_verify)
    title = f"Cold and warm starts: medians of {rounds} interleaved rounds"
    if profile != "release":
        title += f", {profile} binaries: the figures mean nothing"
    return f"# {title}\n\n{budgets(figures)}\n\n{absolute(measured)}\n"
