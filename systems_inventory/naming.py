"""How a system is called, live or kept."""

from dataclasses import dataclass

from sakado_dx.addresses import reverse


@dataclass(frozen=True)
class SystemName:
    """An information system under its name of then; it leads to its page of today."""

    id: int
    name: str

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("progress:system_detail", args=[self.id])
