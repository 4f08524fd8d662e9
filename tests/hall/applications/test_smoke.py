from tests.cast import *
def test_whole(city):
    case = decided(city)
    assert case.status == "decided"
    from tongban.casework.cases import queries
    assert list(queries.verify()) == []
