"""Kernel density in SWEREF 99 TM metres, corrected at the municipality's border and at water: a picture, no finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import ndimage

from trygghet_geo.statistics.basis import Basis, basis
from trygghet_geo.statistics.grids import Grid

if TYPE_CHECKING:
    from trygghet_geo.statistics.landscape import Landscape
    from trygghet_geo.statistics.supports import Spread

BANDWIDTH_M = 500.0
"""Absorbs coarse placing unless it is very coarse (Harada & Shimada 2006)."""
FEW = 5
"""Where fewer statements than this lie within the bandwidth, the surface is hatched."""
_REACH = 4.0
"""Standard deviations after which the kernel is cut off: it holds all but 0.03 % of its mass."""


@dataclass(frozen=True, eq=False)
class Surface:
    """`values` in statements a square kilometre, rows from south to north; 0 off the land."""

    grid: Grid
    values: np.ndarray
    thin: np.ndarray
    """True on land where the value rests on fewer than FEW statements within the bandwidth."""
    statements: float
    """Statements whose mass lies in the municipality."""
    left_out: int
    basis: Basis


@dataclass(frozen=True, eq=False)
class Kernel:
    """A normal kernel over one landscape. `inverse` is 1 over the share of it that falls on land, 0 off land."""

    shape: tuple[int, int]
    sigma: float
    """In cells."""
    land: np.ndarray
    inverse: np.ndarray

    def smooth(self, mass: np.ndarray) -> np.ndarray:
        """Mass by cell → mass by cell, in total the same: each cell's mass is shared out over the land around it."""
        scaled = (mass * self.inverse).reshape(self.shape)
        return _filtered(scaled, self.sigma).ravel() * self.land


def kernel(land: Landscape, *, bandwidth_m: float = BANDWIDTH_M) -> Kernel:
    """The kernel for a landscape; `bandwidth_m` is its standard deviation. Source: edge correction of Diggle 1985."""
    dry = land.land.astype(float)
    sigma = bandwidth_m / land.grid.size_m
    inside = _filtered(dry.reshape(land.grid.shape), sigma).ravel()
    return Kernel(land.grid.shape, sigma, dry, np.where(dry > 0, 1 / np.maximum(inside, 1e-6), 0.0))


def density(spread: Spread, land: Landscape, *, bandwidth_m: float = BANDWIDTH_M) -> Surface:
    """The surface of the concerns that `spread` holds."""
    mass = spread.mass()
    values = kernel(land, bandwidth_m=bandwidth_m).smooth(mass) / (land.grid.size_m / 1000) ** 2
    radius = max(1, round(bandwidth_m / land.grid.size_m))
    around = ndimage.convolve(mass.reshape(land.grid.shape), _disc(radius), mode="constant").ravel()
    settings = {"bandbredd": f"{bandwidth_m:g} m", "cell": f"{land.grid.size_m:g} m"}
    told = basis(spread.rows, "density", documents=spread.rows["document_sha256"].nunique(), parameters=settings)
    shape = land.grid.shape
    thin = land.land & (around < FEW)
    return Surface(land.grid, values.reshape(shape), thin.reshape(shape), float(mass.sum()), spread.left_out, told)


def _filtered(values: np.ndarray, sigma: float) -> np.ndarray:
    return ndimage.gaussian_filter(values, sigma, mode="constant", truncate=_REACH)


def _disc(radius: int) -> np.ndarray:
    y, x = np.ogrid[-radius : radius + 1, -radius : radius + 1]
    return (x * x + y * y <= radius * radius).astype(float)
