// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Two matrices come in; their product leaves one register tile at a time through an epilogue, which
// applies an activation, a derivative or an optimiser's update while the tile is in the nearest cache.
#pragma once

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/panels.hpp>

namespace ogive::nn {

namespace detail {

/// What a tile is made from: tile[r][c] = initial[c] + Σ_k a[r · a_row + k · a_depth] · b[k · b_stride + c].
/// The two strides of A make X (a_depth = 1) and Xᵀ (a_row = 1) the same code. No initial means zero.
template <class T>
struct tile_operands {
  const T* a;
  std::size_t a_row;
  std::size_t a_depth;
  const T* b;
  std::size_t b_stride;
  std::size_t depth;
  const T* initial;
};

/// One tile of Rows × Batches accumulators by outer products, then stored row by row with the stride of a full tile.
/// It knows no epilogue: one copy of it serves every activation and every optimiser.
template <class T, std::size_t Rows, std::size_t Batches>
[[gnu::noinline]] void multiply_tile(const tile_operands<T>& in, T* tile) {
  using batch = native_batch<T>;
  using ogive::detail::broadcast, ogive::detail::load, ogive::detail::multiply_add;
  constexpr std::size_t width = lanes<batch>;
  // Packs of constants, not loops: accumulators stay in registers only if every index is a constant.
  [&]<std::size_t... R, std::size_t... C, std::size_t... I>(std::index_sequence<R...>, std::index_sequence<C...>,
                                                            std::index_sequence<I...>) __attribute__((always_inline)) {
    const batch initial[]{(in.initial ? load<batch>(in.initial + C * width) : broadcast<batch>(0))...};
    batch sum[]{initial[I % Batches]...};
    const T* const a[]{(in.a + R * in.a_row)...};
    const T* b = in.b;
    const std::size_t end = in.depth * in.a_depth;
    for (std::size_t k = 0; k != end; k += in.a_depth, b += in.b_stride) {
      const batch line[]{load<batch>(b + C * width)...};
      ((sum[I] = multiply_add(batch(a[I / Batches][k]), line[I % Batches], sum[I])), ...);
    }
    (ogive::detail::store(tile + I / Batches * tile_shape<T>::columns + I % Batches * width, sum[I]), ...);
  }
  (std::make_index_sequence<Rows>{}, std::make_index_sequence<Batches>{}, std::make_index_sequence<Rows * Batches>{});
}

template <class T>
using tile_kernel = void (*)(const tile_operands<T>&, T*);

/// tile_kernels<T>[rows − 1][batches − 1]: every size up to the full tile, so that a remainder is exact and none
/// computes a row that is not there.
template <class T>
inline constexpr auto tile_kernels = []<std::size_t... R>(std::index_sequence<R...>) {
  constexpr auto line =
      []<std::size_t Rows, std::size_t... C>(std::integral_constant<std::size_t, Rows>, std::index_sequence<C...>) {
    return std::array<tile_kernel<T>, sizeof...(C)>{&multiply_tile<T, Rows, C + 1>...};
  };
  using batches = std::make_index_sequence<tile_shape<T>::batches>;
  return std::array<std::array<tile_kernel<T>, tile_shape<T>::batches>, sizeof...(R)>{
      line(std::integral_constant<std::size_t, R + 1>{}, batches{})...};
}
(std::make_index_sequence<tile_shape<T>::rows>{});

/// The length of the next step when `left` is split into the fewest nearly equal steps of at most `most`: a tile of
/// one row would wait for each of its additions.
constexpr std::size_t balanced_step(std::size_t left, std::size_t most) {
  const std::size_t steps = (left + most - 1) / most;
  return (left + steps - 1) / steps;
}

/// Computes the tiles of one panel, top to bottom, and hands each to the epilogue. `in` is that of row 0.
template <class T, class Epilogue>
OGIVE_INLINE void run_panel(tile_operands<T> in, row_range rows, std::size_t panel, std::size_t batches,
                            Epilogue& epilogue) {
  using shape = tile_shape<T>;
  alignas(matrix_alignment) std::array<T, shape::rows * shape::columns> tile;
  const T* const a = in.a;
  for (std::size_t row = rows.first, step = 0; row < rows.last; row += step) {
    step = balanced_step(rows.last - row, shape::rows);
    in.a = a + row * in.a_row;
    if constexpr (requires { epilogue.prefetch(row, step, panel); }) epilogue.prefetch(row, step, panel);
    tile_kernels<T>[step - 1][batches - 1](in, tile.data());
    epilogue(tile_view<T>{tile.data(), shape::columns, row, step, panel * shape::columns, batches});
  }
}

}  // namespace detail

/// epilogue(X·W + b) for some rows of X: the forward product, and δ·Wᵀ when W is already transposed.
///
/// Shapes: X is batch × in, W is in × out, b has the padded length of W's rows or is null. The epilogue is called with
/// a `tile_view` for each tile of the result; in the padding the values are those of the padding of W and b, which are
/// zero in a `matrix`. As std::for_each does, the product returns the epilogue, with whatever it has summed up.
/// The order of additions of an element depends on its depth only: not on its place, the tile, the batch size, or
/// whether W is a matrix or in panels.
template <class T, class Epilogue>
[[gnu::noinline]] Epilogue multiply(std::type_identity_t<matrix_view<const T>> x, row_range rows,
                                    std::type_identity_t<panel_view<const T>> w, const T* bias,
                                    const Epilogue& initial_epilogue) {
  Epilogue epilogue = initial_epilogue;  // a local one stays in registers: no store can alias it
  for (std::size_t panel = 0; panel != w.panels(); ++panel) {
    // A panel is read once for each tile of rows: it stays in the second-level cache, or the first.
    const T* const initial = bias ? bias + panel * w.width : nullptr;
    detail::run_panel<T>({x.data, x.stride, 1, w.data + panel * w.panel_stride, w.row_stride, w.rows, initial}, rows,
                         panel, w.batches(panel), epilogue);
  }
  return epilogue;
}

/// epilogue(X·W + b) for all rows of X.
template <class T, class Epilogue>
Epilogue multiply(std::type_identity_t<matrix_view<const T>> x, std::type_identity_t<panel_view<const T>> w,
                  const T* bias, const Epilogue& epilogue) {
  return multiply<T>(x, row_range{0, x.rows}, w, bias, epilogue);
}

/// epilogue(Xᵀ·D), some rows of one panel: a piece of the gradient of a weight matrix.
///
/// Shapes: X is batch × in, D is batch × out, the result in × out. Epilogue and order of additions as in `multiply`.
template <class T, class Epilogue>
[[gnu::noinline]] Epilogue multiply_transposed(std::type_identity_t<matrix_view<const T>> x,
                                               std::type_identity_t<panel_view<const T>> d, std::size_t panel,
                                               row_range rows, const Epilogue& initial_epilogue) {
  Epilogue epilogue = initial_epilogue;
  detail::run_panel<T>({x.data, 1, x.stride, d.data + panel * d.panel_stride, d.row_stride, x.rows, nullptr}, rows,
                       panel, d.batches(panel), epilogue);
  return epilogue;
}

/// epilogue(Xᵀ·D), all of it.
template <class T, class Epilogue>
Epilogue multiply_transposed(std::type_identity_t<matrix_view<const T>> x, std::type_identity_t<panel_view<const T>> d,
                             Epilogue epilogue) {
  for (std::size_t panel = 0; panel != d.panels(); ++panel) {
    epilogue = multiply_transposed<T>(x, d, panel, row_range{0, x.columns}, epilogue);
  }
  return epilogue;
}

}  // namespace ogive::nn
