// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Images come in as rows of numbers; the same images moved a little, by chance, go out.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <ogive/nn/matrix.hpp>
#include <ogive/nn/random.hpp>

namespace ogive::nn {

/// Moves an image of height × width numbers by `down` and `right` pixels, in place; what comes in from outside is
/// `background`.
template <class T>
void shift_image(T* image, std::size_t height, std::size_t width, std::ptrdiff_t down, std::ptrdiff_t right,
                 T background) {
  const auto h = static_cast<std::ptrdiff_t>(height), w = static_cast<std::ptrdiff_t>(width);
  for (std::ptrdiff_t k = 0; k != h; ++k) {
    const std::ptrdiff_t row = down > 0 ? h - 1 - k : k;  // rows that are still to be read are not written yet
    T* const to = image + row * w;
    const std::ptrdiff_t source = row - down;
    if (source < 0 || source >= h || right >= w || right <= -w) {
      std::fill_n(to, w, background);
      continue;
    }
    const T* const from = image + source * w;
    if (right >= 0) {
      std::copy_backward(from, from + w - right, to + w);
      std::fill_n(to, right, background);
    } else {
      std::copy(from - right, from + w, to);
      std::fill_n(to + w + right, -right, background);
    }
  }
}

/// How far images may be moved: by −pixels … pixels in each direction, each as likely. 0 pixels: not at all.
struct random_shift {
  std::size_t pixels = 0;
  std::size_t height = 28;
  std::size_t width = 28;

  /// Moves some rows of x. Where to depends on seed, step and row alone.
  template <class T>
  void operator()(matrix_view<T> x, row_range rows, T background, std::uint64_t seed, std::uint64_t step) const {
    for (std::size_t row = rows.first; row != rows.last; ++row) {
      generator random = generator_at({seed, step, ~std::uint64_t{0}, row});
      const auto by = [&] {
        return static_cast<std::ptrdiff_t>(random.below(static_cast<std::uint32_t>(2 * pixels + 1))) -
               static_cast<std::ptrdiff_t>(pixels);
      };
      const std::ptrdiff_t down = by(), right = by();
      shift_image(x.row(row), height, width, down, right, background);
    }
  }
};

}  // namespace ogive::nn
