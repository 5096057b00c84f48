"""Addresses of pages."""

from django.urls import path

from apps.pages import views

app_name = "pages"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("about/", views.about, name="about"),
    path("contact/", views.contact, name="contact"),
    path("terms/", views.terms, name="terms"),
    path("method/", views.method, name="method"),
    path("method/run-<int:run_id>-<str:tier>.zip", views.bundle, name="bundle"),
    path("method/other-choices/", views.choices, name="choices"),
    path("gallery/", views.gallery, name="gallery"),
]
