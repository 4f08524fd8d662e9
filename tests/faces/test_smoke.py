import time, cProfile, pstats
def test_x(db):
    from django.utils import timezone
    from tests.faces.cast import assemble
    p = cProfile.Profile(); t=time.time(); p.enable(); assemble(timezone.now()); p.disable(); print(time.time()-t)
    pstats.Stats(p).sort_stats("cumtime").print_stats(45)
    assert 0
