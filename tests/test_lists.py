"""Every list of the portal, as its page shows it and as its files hold it."""

from django.core.management import call_command
from django.urls import reverse

from progress.models import ReviewYear
from sakado_dx.organization.models import User
from tests.list_pages import file_cells, page_cells, without_commas


def lists(year) -> dict[str, str]:
    """The addresses of all lists, by name, filters and sorting among them."""
    measures = f"{reverse('progress:measure_list')}?year={year.pk}"
    systems = reverse("systems_inventory:system_list")
    return {
        "measures": measures,
        "measures by progress": f"{measures}&sort=-progress",
        "measures found": f"{measures}&q=窓口&pending=1",
        "measures for the council": f"{measures}&attention=1&pending=1",
        "budget": reverse("progress:year_budget", args=[year.pk]) + "?pending=1&sort=-division",
        "systems": systems,
        "systems by division": f"{systems}?sort=-division&q=システム",
    }


def test_each_file_holds_the_rows_of_its_page_in_their_order_and_words(
    sakado_plan, client, subtests
):
    call_command("load_demo", verbosity=0)
    client.force_login(User.objects.get(username="secretariat1"))
    year = ReviewYear.objects.newest_first()[0]
    for name, address in lists(year).items():
        with subtests.test(name):
            shown = without_commas(page_cells(client, address))
            assert len(shown) > 1
            assert file_cells(client, address, "csv") == shown
            assert file_cells(client, address, "xlsx") == shown
