"""What happens at Acme in seventeen weeks: the same every time, counted back from today.

Nothing here talks to the platform; `fill.py` plays it.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

DOMAIN = "acme.example"
# From the first day until today.
DAYS = 17 * 7

REGIONS = ["Hamburg", "Milano", "London"]
LEADS = ["Hanna Weber", "Luca Conti", "Grace Bennett"]
TEAM = [
    "Jonas Feld", "Mia Schulz", "Emre Kaya", "Lena Vogt", "Paul Krüger", "Sophie Lindner", "Tarek Haddad", "Nele Brandt", "Felix Maurer",
    "Giulia Ferri", "Marco Rinaldi", "Elena Greco", "Davide Serra", "Chiara Lombardi", "Matteo Villa", "Sara Fontana", "Paolo Marino", "Anna Bassi",
    "Oliver Hughes", "Priya Nair", "Samuel Okafor", "Charlotte Webb", "Aiko Tanaka", "Daniel Price", "Zoe Murphy", "Amir Rahman", "Ruby Clarke",
]
GROUPS = {"Warehouse": 0, "Workshop": 1, "Office": 2}

# A path: its title, and for each milestone the books on it, with whether they are optional.
PATH = (
    "Your first weeks",
    [
        ("On the first day", [("fire-safety", False), ("first-aid", False)]),
        ("In the first week", [("data-protection", False), ("phishing", False)]),
        ("When you have settled in", [("screen-work", True)]),
    ],
)

# The book at whose end stand a package and a quiz.
EXERCISES = "fire-safety"
# The day on which a book of `books/` is published.
PUBLISHED = {"first-aid": 0, "fire-safety": 2, "data-protection": 8, "phishing": 14, "screen-work": 21, "working-at-height": 29}
# What is said about it: tags, skills, level, audience, and what learners can do afterwards.
ABOUT = {
    "first-aid": (["Safety"], ["First aid"], "beginner", "Everyone", ["Check and call for help", "Put somebody in the recovery position", "Stop a heavy bleeding"]),
    "fire-safety": (["Safety", "Emergency"], ["Fire protection"], "beginner", "Everyone", ["Raise the alarm in the first minute", "Choose the right extinguisher"]),
    "data-protection": (["Compliance", "Data"], ["Data protection"], "intermediate", "Everyone who works with customer data", ["Recognise personal data", "Report a breach in time"]),
    "phishing": (["Compliance", "Data"], ["IT security"], "beginner", "Everyone with an e-mail address", ["Spot a fraudulent message", "Use a password manager"]),
    "screen-work": (["Health"], ["Ergonomics"], "beginner", "People who work at a screen", ["Set up chair, desk and screen in ten minutes"]),
    "working-at-height": (["Safety", "Site"], ["Working at height"], "advanced", "Warehouse and workshop", ["Check a ladder and a harness", "Decide when not to go up"]),
}
# The day on which a team is invited; the leads are on the first.
INVITED = [3, 9, 16]
# Who comes later than the team. Ruby and Amir have not signed in yet, and Zoe has not while her invitation was good.
LATER = {"Charlotte Webb": 65, "Anna Bassi": 79, "Zoe Murphy": DAYS - 26, "Amir Rahman": DAYS - 3, "Ruby Clarke": DAYS - 1}
PENDING = ["Zoe Murphy", "Amir Rahman", "Ruby Clarke"]
# Who has left.
LEFT = {"Tarek Haddad": 72, "Paolo Marino": 101}
# How people learn: the days from one session to the next, and after how many days they stop.
WAYS = {"steadily": (8, DAYS), "keenly": (4, DAYS), "now and then": (14, DAYS), "until it was enough": (5, 38)}


def address(name: str) -> str:
    plain = name.lower().translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", " ": "."}))
    return f"{plain}@{DOMAIN}"


@dataclass
class Person:
    name: str
    team: int
    # Comes at this day.
    invited: int
    lead: bool = False
    # The books that they take, one after the other.
    books: list[str] = field(default_factory=list)
    # Learns on today.
    goes_on: bool = False

    @property
    def email(self) -> str:
        return address(self.name)


@dataclass(order=True)
class Event:
    at: datetime
    # Of two at the same time the earlier in the list.
    number: int
    # publish (book), invite (people), learn (person and how many lessons), leave (person).
    what: str = field(compare=False)
    who: list[Person] = field(compare=False, default_factory=list)
    book: str = field(compare=False, default="")
    lessons: int = field(compare=False, default=0)


def people() -> list[Person]:
    leads = [Person(name, team, 1, lead=True) for team, name in enumerate(LEADS)]
    size = len(TEAM) // len(LEADS)
    team = [Person(name, number // size, LATER.get(name, INVITED[number // size])) for number, name in enumerate(TEAM)]
    everybody = leads + team
    for person in everybody:
        chance = random.Random(f"books of {person.name}")
        # The first two are for everybody.
        person.books = list(PUBLISHED)[:2] + chance.sample(list(PUBLISHED)[2:], chance.randint(1, 4))
    return everybody


class Story:
    def __init__(self, today: datetime) -> None:
        self.people = people()
        self.begin = today.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=DAYS)
        self.events: list[Event] = []
        self.published = {book: self.when(day, 6 * 60 + 30) for book, day in PUBLISHED.items()}
        for book, at in self.published.items():
            self.tell(at, "publish", book=book)
        for day in sorted({person.invited for person in self.people}):
            self.tell(self.when(day, 7 * 60), "invite", who=[person for person in self.people if person.invited == day])
        for person in self.people:
            if person.name not in PENDING:
                self.learns(person)
        for person in self.people:
            if person.name in LEFT:
                self.tell(self.when(LEFT[person.name], 16 * 60), "leave", who=[person])
        # Today is played at the present.
        self.events = sorted(event for event in self.events if event.at < today - timedelta(minutes=10))

    def when(self, day: int, minute: int) -> datetime:
        """A day of the story and a minute of it in UTC. What would fall on a weekend is done on the Friday before or the Monday after."""
        at = self.begin + timedelta(days=day, minutes=minute)
        shift = {5: -1, 6: 1 if day + 1 < DAYS else -2}.get(at.weekday(), 0)
        return at + timedelta(days=shift)

    def tell(self, at: datetime, what: str, **more) -> None:
        self.events.append(Event(at, len(self.events), what, **more))

    def learns(self, person: Person) -> None:
        chance = random.Random(f"days of {person.name}")
        pace, lasts = WAYS[chance.choices(list(WAYS), [5, 3, 3, 2])[0]]
        last = min(person.invited + lasts, LEFT.get(person.name, DAYS), DAYS)
        person.goes_on = last == DAYS
        # Holidays, and weeks with too much else to do.
        off = chance.sample(range(4, DAYS // 7 - 1), 3)
        day = person.invited + chance.randint(1, 5)
        while day < last:
            if day // 7 not in off or day < person.invited + 8:
                self.tell(self.when(day, chance.randint(7 * 60 + 30, 16 * 60 + 30)), "learn", who=[person], lessons=chance.choice([1, 1, 2, 2, 3]))
            day += max(1, round(chance.gauss(pace, pace / 3)))
