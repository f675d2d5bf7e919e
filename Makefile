# The two commands. Windows and machines without make: `python manage.py dashboard`, `python manage.py test`.
PYTHON ?= python3

.PHONY: dashboard test lock

dashboard:
	$(PYTHON) manage.py dashboard

test:
	$(PYTHON) manage.py test

lock:
	$(PYTHON) manage.py lock
