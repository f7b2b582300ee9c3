// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A matrix comes in row by row; it goes out in panels as wide as a register tile, each without gaps, so
// that a product streams through memory instead of striding over rows, sets of the cache and pages.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include <ogive/base/config.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>

namespace ogive::nn {
namespace detail {

/// The tile of accumulators that fits the register file beside one row of B and a broadcast element of A: 8 × 3 batches
/// where there are 32 registers, 6 × 2 where there are 16.
template <class T>
struct tile_shape {
  using batch = native_batch<T>;
#if defined(__aarch64__)
  static constexpr bool many_registers = true;
#else
  static constexpr bool many_registers = sizeof(batch) == 64;
#endif
  static constexpr std::size_t rows = many_registers ? 8 : 6;
  static constexpr std::size_t batches = many_registers ? 3 : 2;
  static constexpr std::size_t columns = batches * lanes<batch>;
};

/// Four numbers that the compiler knows how to shuffle.
template <class T>
struct four_of {
  typedef T type __attribute__((vector_size(4 * sizeof(T))));  // an alias would lose the attribute
};

/// to(j, i) = from(i, j) for a block of 4 × 4; the strides lie between rows.
template <class T>
OGIVE_INLINE void transpose_4x4(const T* from, std::size_t from_stride, T* to, std::size_t to_stride) {
  using four = typename four_of<T>::type;
  four row[4];
  for (std::size_t i = 0; i != 4; ++i) std::memcpy(&row[i], from + i * from_stride, sizeof(four));
  const four low = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const four high = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const four low2 = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const four high2 = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  row[0] = __builtin_shufflevector(low, low2, 0, 1, 4, 5);
  row[1] = __builtin_shufflevector(low, low2, 2, 3, 6, 7);
  row[2] = __builtin_shufflevector(high, high2, 0, 1, 4, 5);
  row[3] = __builtin_shufflevector(high, high2, 2, 3, 6, 7);
  for (std::size_t j = 0; j != 4; ++j) std::memcpy(to + j * to_stride, &row[j], sizeof(four));
}

}  // namespace detail

/// Where a product finds its right operand: element (i, j) is
/// data[j / width · panel_stride + i · row_stride + j % width]. A matrix is one too, with panels that lie side by side.
template <class T>
struct panel_view {
  static constexpr std::size_t width = detail::tile_shape<std::remove_const_t<T>>::columns;

  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t row_stride = 0;
  std::size_t panel_stride = 0;

  constexpr panel_view() = default;
  constexpr panel_view(T* first, std::size_t r, std::size_t c, std::size_t between_rows, std::size_t between_panels)
      : data(first), rows(r), columns(c), row_stride(between_rows), panel_stride(between_panels) {}
  constexpr panel_view(matrix_view<T> m)
      : panel_view(m.data, m.rows, m.columns, m.stride, width) {}  // implicit: it is one
  constexpr operator panel_view<const T>() const requires(!std::is_const_v<T>) {
    return {data, rows, columns, row_stride, panel_stride};
  }

  [[nodiscard]] constexpr T* at(std::size_t row, std::size_t column) const {
    return data + column / width * panel_stride + row * row_stride + column % width;
  }
  [[nodiscard]] constexpr std::size_t panels() const { return (columns + width - 1) / width; }

  /// The whole batches that hold a panel's columns: fewer in the last panel.
  [[nodiscard]] constexpr std::size_t batches(std::size_t panel) const {
    constexpr std::size_t lanes = detail::lanes<detail::native_batch<std::remove_const_t<T>>>;
    return std::min(width, detail::padded<std::remove_const_t<T>>(columns - panel * width)) / lanes;
  }
};

/// A rows × columns matrix in panels, all zero at first, with zeros in the padding of the last panel. Copies are deep.
template <class T>
class panels {
 public:
  using value_type = T;

  panels() = default;
  panels(std::size_t rows, std::size_t columns)
      : rows_(rows), columns_(columns), storage_((columns + width - 1) / width * rows, width) {}

  [[nodiscard]] std::size_t rows() const { return rows_; }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::size_t storage_size() const { return storage_.storage_size(); }  ///< with the padding

  [[nodiscard]] T& operator()(std::size_t i, std::size_t j) { return *view().at(i, j); }
  [[nodiscard]] const T& operator()(std::size_t i, std::size_t j) const { return *view().at(i, j); }

  [[nodiscard]] panel_view<T> view() { return {storage_.data(), rows_, columns_, width, rows_ * width}; }
  [[nodiscard]] panel_view<const T> view() const { return {storage_.data(), rows_, columns_, width, rows_ * width}; }

 private:
  static constexpr std::size_t width = panel_view<T>::width;

  std::size_t rows_ = 0;
  std::size_t columns_ = 0;
  matrix<T> storage_;
};

/// Bᵀ = A for the rows [first, last) of A. Shapes: A is r × c, B is c × r; either may be a matrix.
template <class T>
void transpose(std::type_identity_t<panel_view<const T>> a, panel_view<T> b, std::size_t first, std::size_t last) {
  constexpr std::size_t width = panel_view<T>::width;
  for (std::size_t i = first, height = 0; i < last; i += height) {
    // a block of four rows, unless it would cross into the next panel of B
    height = i + 4 <= last && i % width + 4 <= width ? 4 : 1;
    for (std::size_t j = 0, length = 0; j < a.columns; j += length) {
      length = height == 4 && j + 4 <= a.columns && j % width + 4 <= width ? 4 : 1;
      if (length == 4) {
        detail::transpose_4x4<T>(a.at(i, j), a.row_stride, b.at(j, i), b.row_stride);
      } else {
        for (std::size_t r = i; r != i + height; ++r) *b.at(j, r) = *a.at(r, j);
      }
    }
  }
}

}  // namespace ogive::nn
