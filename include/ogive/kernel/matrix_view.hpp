// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 4, kernel. What a call on rows accepts as a matrix goes in: a matrix of ours, an Eigen matrix, an array of
// arrays, a range as one row; a view of row-major memory comes out.
#pragma once

#include <cstddef>
#include <iterator>
#include <type_traits>

#include <ogive/kernel/bind.hpp>

namespace ogive {

/// A matrix that somebody else owns, or some of its first rows: element (i, j) is data[i · stride + j].
template <class T>
struct matrix_view {
  T* data = nullptr;
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::size_t stride = 0;  ///< elements from one row to the next

  [[nodiscard]] constexpr T* row(std::size_t i) const { return data + i * stride; }
  [[nodiscard]] constexpr T& operator()(std::size_t i, std::size_t j) const { return data[i * stride + j]; }

  constexpr operator matrix_view<const T>() const  // implicit: reading is always allowed
      requires(!std::is_const_v<T>) {
    return {data, rows, columns, stride};
  }
};

/// A contiguous range of numbers as a matrix of rows of `columns` numbers each, for map_rows and backward_rows.
/// Errors: ogive::error if the range is no whole number of rows.
template <contiguous_range R>
constexpr auto as_rows(R&& range, std::size_t columns) {
  const auto size = static_cast<std::size_t>(std::size(range));
  if (columns == 0 || size % columns != 0)
    detail::fail("ogive::as_rows: %zu elements are no whole number of rows of %zu; pass the number of columns", size,
                 columns);
  return matrix_view<std::remove_pointer_t<decltype(std::data(range))>>{std::data(range), size / columns, columns,
                                                                        columns};
}

namespace detail {

template <class T>
inline constexpr bool is_matrix_view = false;
template <class T>
inline constexpr bool is_matrix_view<matrix_view<T>> = true;

/// A class with data(), rows() and columns() or cols(): our matrices, Eigen's.
template <class M>
concept matrix_class = requires(M& m) {
  requires kernel_element<std::remove_cvref_t<decltype(*m.data())>>;
  m.rows();
}
&&(
    requires(M& m) { m.columns(); } || requires(M & m) { m.cols(); });

/// A contiguous range of contiguous arrays: float[3][4], std::vector<std::array<float, 4>>.
template <class M>
concept range_of_rows = requires(M& m) {
  requires contiguous_range<std::remove_reference_t<decltype(*std::data(m))>>;
  requires sizeof(*std::data(m)) ==
      sizeof(*std::data(*std::data(m))) * std::size(std::remove_cvref_t<decltype(*std::data(m))>{});
};

template <class M>
constexpr bool is_row_major() {
  if constexpr (requires { std::integral_constant<bool, static_cast<bool>(M::IsRowMajor)>{}; }) return M::IsRowMajor;
  else return true;
}

/// Whatever has rows of numbers; a plain range is one row, a number one row of one column.
template <class M>
concept row_matrix = is_matrix_view<std::remove_cvref_t<M>> || matrix_class<std::remove_reference_t<M>> ||
    contiguous_range<std::remove_reference_t<M>> || range_of_rows<std::remove_reference_t<M>> ||
    kernel_element<std::remove_cvref_t<M>>;

template <row_matrix M>
constexpr auto view_of(M& m) {
  using plain = std::remove_cv_t<M>;
  if constexpr (is_matrix_view<plain>) {
    return m;
  } else if constexpr (matrix_class<M>) {
    static_assert(is_row_major<plain>(),
                  "ogive: a matrix in column-major order has no contiguous rows; pass a row-major one");
    using element = std::remove_pointer_t<decltype(m.data())>;
    const auto rows = static_cast<std::size_t>(m.rows());
    std::size_t columns = 0;
    if constexpr (requires { m.columns(); }) columns = static_cast<std::size_t>(m.columns());
    else columns = static_cast<std::size_t>(m.cols());
    std::size_t stride = columns;
    if constexpr (requires { m.stride(); }) stride = static_cast<std::size_t>(m.stride());
    else if constexpr (requires { m.outerStride(); }) stride = static_cast<std::size_t>(m.outerStride());
    return matrix_view<element>{m.data(), rows, columns, stride};
  } else if constexpr (contiguous_range<M>) {
    using element = std::remove_pointer_t<decltype(std::data(m))>;
    const auto size = static_cast<std::size_t>(std::size(m));
    return matrix_view<element>{std::data(m), 1, size, size};
  } else if constexpr (range_of_rows<M>) {
    using element = std::remove_reference_t<decltype(*std::data(*std::data(m)))>;
    const auto rows = static_cast<std::size_t>(std::size(m));
    const std::size_t columns = std::size(std::remove_cvref_t<decltype(*std::data(m))>{});
    return matrix_view<element>{rows == 0 ? nullptr : std::data(*std::data(m)), rows, columns, columns};
  } else {
    return matrix_view<M>{&m, 1, 1, 1};
  }
}

template <class M>
using matrix_element = std::remove_cv_t<std::remove_pointer_t<decltype(view_of(std::declval<M&>()).data)>>;

}  // namespace detail
}  // namespace ogive
