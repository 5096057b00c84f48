"""Every reader on a small file with the traps of its source: a file in, tidy rows out."""

from pathlib import Path

import pytest

from apps.figures.sources import SourceRow, climate, els, health_index, lait, sdg, small_areas


@pytest.fixture
def write(tmp_path: Path):
    def to_file(name: str, text: str, mark: bool = False) -> Path:
        path = tmp_path / name
        path.write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())
        return path

    return to_file


ELS_HEAD = "areacd,areanm,geography,indicator,period,observation,measure,unit,lci_95,uci_95,status,notes"


def test_els_values_and_limits_keep_their_words_behind_a_byte_order_mark(write) -> None:
    path = write("a.csv", f"{ELS_HEAD}\nE06000001,Hartlepool,LA,Rate,2023-01-01/P1Y,66.0,%,%,64.10,68,,\n", mark=True)

    assert list(els.read(path)) == [SourceRow("Rate", "E06000001", "2023-01-01/P1Y", "66.0", "64.10", "68")]


@pytest.mark.parametrize(
    ("status", "absence"),
    [("u", "suppressed"), ("c", "suppressed"), ("x", "not-measured"), ("z", "not-measured"), ("", "not-measured")],
)
def test_els_says_why_a_figure_is_missing(write, status: str, absence: str) -> None:
    path = write("a.csv", f"{ELS_HEAD}\nE06000001,Hartlepool,LA,Rate,2023-01-01/P1Y,,%,%,,,{status},\n")

    assert list(els.read(path)) == [SourceRow("Rate", "E06000001", "2023-01-01/P1Y", "", absence=absence)]


def test_els_one_limit_alone_is_no_limit(write) -> None:
    path = write("a.csv", f"{ELS_HEAD}\nE06000001,Hartlepool,LA,Rate,2023-01-01/P1Y,5,%,%,4,,,\n")

    assert next(els.read(path)) == SourceRow("Rate", "E06000001", "2023-01-01/P1Y", "5")


def test_els_columns_are_found_by_name_wherever_they_stand(write) -> None:
    head = "areacd,areanm,geography,indicator,period,measure,observation,unit,lci_95,uci_95,status,notes,notes"
    path = write("a.csv", f"{head}\nE06000001,Hartlepool,LA,Rate,2023-01-01/P1Y,Mean,7.5,score,,,,one,two\n")

    assert next(els.read(path)).value == "7.5"


def test_els_tells_title_owner_and_date_of_one_series_or_several(write) -> None:
    one = (
        '{"_note": "x", "m": {"label": "Pay", "sourceOrg": "ONS (Great Britain)|NISRA", "sourceDate": "23/10/2025|1"}}'
    )
    several = '{"m": {"shared": {"sourceOrg": "DfE", "sourceDate": "01/02/2026"}, "A": {"label": "A"}}}'
    write("pay.json", one)
    path = write("early-years.json", several)

    assert els.read_about(path.with_name("pay.csv")) == ("Pay", "ONS", "23 October 2025")
    assert els.read_about(path.with_name("early-years.csv")) == ("Early years", "DfE", "1 February 2026")


def test_lait_gives_names_and_takes_a_dash_for_missing(write) -> None:
    head = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region"
    path = write("lait.csv", f"{head}\nInfMort,Infant,2016,Durham,4.1,840,NE\nInfMort,Infant,2017,Durham,-,840,NE\n")

    assert list(lait.read(path)) == [
        SourceRow("InfMort", "Durham", "2016", "4.1"),
        SourceRow("InfMort", "Durham", "2017", "", absence="not-measured"),
    ]


def test_health_index_years_come_as_they_are(write) -> None:
    path = write("hi.csv", '"ltla21_code","year","indicator","value"\n"E06000001",2015,"Suicides",9.5\n')

    assert list(health_index.read(path)) == [SourceRow("Suicides", "E06000001", "2015", "9.5")]


@pytest.mark.parametrize(
    ("head", "row", "series"),
    [
        ("area_code,area_name,period,indicator,measure,unit,value", "E1,A,2023/24,Waste,P,P,NA", "Waste"),
        ("area_code,area_name,indicator,frequency,period,measure,unit,value", "E1,A,W,Often,2023/24,P,P,NA", "Often"),
        ("area_code,area_name,indicator,period,measure,unit,value,efficiency", "E1,A,EPC,2023/24,L,C,NA,B", "B"),
        ("area_code,area_name,indicator,period,measure,unit,value,group", "E1,A,Power,2023/24,E,M,NA,Solar", "Solar"),
    ],
)  # fmt: skip
def test_climate_files_differ_in_columns_and_split_a_measure(write, head: str, row: str, series: str) -> None:
    path = write("climate.csv", f"{head}\n{row}\n")

    assert list(climate.read(path)) == [SourceRow(series, "E1", "2023/24", "", absence="not-measured")]


def test_wide_tables_become_one_series_per_column_of_numbers(write) -> None:
    path = write("wide.csv", "areacd,areanm,tier,n_lsoa,sd_income\nE06000053,Isles of Scilly,district,1,\n")

    assert list(small_areas.read(path)) == [
        SourceRow("n_lsoa", "E06000053", "", "1"),
        SourceRow("sd_income", "E06000053", "", "", absence="not-measured"),
    ]


def test_sdg_areas_without_a_code_come_by_name_and_missing_values_as_missing(write) -> None:
    head = "Year,Series,Country,Region,Local Authority,Observation status,Unit multiplier,Units,GeoCode,Value"
    path = write(
        "sdg.csv",
        f'{head}\n2015,Branches,England,SW,"Bristol, City of",Normal value,Units,N,,12.5\n'
        "2015,Branches,England,SE,Adur,Missing value,Units,N,E07000223,0\n",
    )

    assert list(sdg.read(path)) == [
        SourceRow("Branches", "Bristol, City of", "2015", "12.5"),
        SourceRow("Branches", "E07000223", "2015", "", absence="not-measured"),
    ]
