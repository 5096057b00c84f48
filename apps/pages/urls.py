"""Addresses of pages."""

from django.urls import path

from apps.pages import views

app_name = "pages"
urlpatterns = [
    path("health/", views.health, name="health"),
    path("about/", views.about, name="about"),
    path("method/", views.method, name="method"),
    path("gallery/", views.gallery, name="gallery"),
]
