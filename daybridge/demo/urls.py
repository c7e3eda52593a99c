"""Addresses of the showroom."""

from django.urls import path

from daybridge.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/", views.showroom, name="showroom"),
    path("demo/again/", views.again, name="again"),
    path("demo/staff/<uuid:staff_id>/sign-in/", views.sign_in, name="sign_in"),
]
