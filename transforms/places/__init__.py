"""Places that everybody knows: countries, regions and cities, their points and their people."""

from transforms.places.atlas import locate
from transforms.places.gazetteer import Place, places_version
from transforms.places.surfaces import place_surfaces

__all__ = ["Place", "locate", "place_surfaces", "places_version"]
