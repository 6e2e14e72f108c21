"""How the starter model was made: a tiny FLUX.1 trained from nothing on procedurally painted landscapes.

Run it as `python -m starter all --state DIR --seconds 1400 --out models/starter` with `models/recipes` on the
Python path. The stages `data`, `vae`, `base` and `export` may also be called one by one; they share
`--state`.
"""
