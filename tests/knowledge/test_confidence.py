"""Confidence: fitted by a small, honest method, and held to its promise on held-back questions."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import fitting
from knowledge.confidence import FEATURES, Constants, confidence, constants

UNIT = st.floats(0, 1)
ROW = st.tuples(*[UNIT] * len(FEATURES))


def plain(values: list[float]) -> tuple[float, ...]:
    """A feature row: base, these values, and noughts."""
    return (1.0, *values, *[0.0] * (len(FEATURES) - 1 - len(values)))


@given(ROW)
def test_confidence_is_a_probability(row: tuple[float, ...]) -> None:
    assert 0 <= confidence(row) <= 1


def test_the_packaged_constants_name_every_feature() -> None:
    given = constants()
    assert set(given.weights) == set(FEATURES)
    assert 0 < given.close <= given.confident < 1


def test_what_points_away_makes_less_sure_and_concepts_surer() -> None:
    weights = constants().weights
    assert weights["elsewhere"] < 0 < weights["concepts"]
    assert weights["telling"] > 0


def test_the_fit_finds_the_slope_that_made_the_answers() -> None:
    rows = [plain([value / 100]) for value in range(100)]
    weights = fitting.solve(rows, [row[1] > 0.5 for row in rows])
    sure = [confidence(row, Constants(weights, 0.5, 0.5)) for row in rows]
    assert sure == sorted(sure)
    assert sure[0] < 0.2 < 0.8 < sure[-1]


def test_features_that_say_nothing_get_no_weight() -> None:
    rows = [plain([value / 100]) for value in range(100)]
    weights = fitting.solve(rows, [row[1] > 0.5 for row in rows])
    assert all(math.isclose(weights[name], 0, abs_tol=1e-6) for name in FEATURES[2:])


@pytest.mark.parametrize(
    ("sure", "inside", "area"),
    [
        ([0.1, 0.9], [False, True], 1.0),
        ([0.9, 0.1], [False, True], 0.0),
        ([0.5, 0.5], [False, True], 0.5),
        ([0.2, 0.6, 0.4, 0.8], [False, False, True, True], 0.75),
    ],
)
def test_the_area_is_the_chance_of_the_right_order(
    sure: list[float], inside: list[bool], area: float
) -> None:
    assert fitting.auroc(sure, inside) == area


@pytest.fixture(scope="module")
def fitted() -> fitting.Fitted:
    """A fit to the packaged questions and entries."""
    return fitting.fit()


def test_enough_questions_of_both_sorts_stand_behind_it(fitted: fitting.Fitted) -> None:
    assert fitted.inside >= 150
    assert fitted.outside >= 150


def test_on_held_back_questions_it_answers_ours_and_keeps_quiet_about_others(fitted: fitting.Fitted) -> None:
    assert fitted.answered >= 0.9
    assert fitted.strayed <= 0.05
    assert fitted.hit3 >= 0.9


def test_the_packaged_constants_are_near_a_fresh_fit(fitted: fitting.Fitted) -> None:
    packaged, fresh = constants(), Constants(**json.loads(fitted.json()))
    assert abs(packaged.close - fresh.close) < 0.15
    assert all(abs(packaged.weights[name] - fresh.weights[name]) < 1.5 for name in FEATURES)


def test_the_report_names_the_figures(fitted: fitting.Fitted) -> None:
    report = fitted.report()
    assert "in scope answered" in report
    assert "area under the curve" in report
