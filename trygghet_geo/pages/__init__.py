"""The dashboard's pages. Only this folder and `dashboard.py` know Streamlit."""
