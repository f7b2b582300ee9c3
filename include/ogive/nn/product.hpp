// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. Two matrices come in; their product leaves one register tile at a time through an epilogue, which
// applies an activation, a derivative or an optimiser's update while the tile is in the nearest cache.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <ogive/base/config.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>

namespace ogive::nn {
namespace detail {

/// The tile of accumulators that fits the register file: 8 × 3 batches where there are 32 registers, 4 × 3 where
/// there are 16 (12 accumulators, 3 batches of B, 1 broadcast of A).
template <class T>
struct tile_shape {
  using batch = native_batch<T>;
#if defined(__aarch64__)
  static constexpr bool many_registers = true;
#else
  static constexpr bool many_registers = sizeof(batch) == 64;
#endif
  static constexpr std::size_t rows = many_registers ? 8 : 4;
  static constexpr std::size_t batches = 3;
  static constexpr std::size_t columns = batches * lanes<batch>;
};

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

/// tile_kernels<T>[log₂ rows][batches − 1]: the tile's rows and each smaller power of two, so that every remainder is a
/// few exact tiles and none computes a row that is not there.
template <class T>
inline constexpr auto tile_kernels = []<std::size_t... R>(std::index_sequence<R...>) {
  constexpr auto line =
      []<std::size_t Rows, std::size_t... C>(std::integral_constant<std::size_t, Rows>, std::index_sequence<C...>) {
    return std::array<tile_kernel<T>, sizeof...(C)>{&multiply_tile<T, Rows, C + 1>...};
  };
  using batches = std::make_index_sequence<tile_shape<T>::batches>;
  return std::array<std::array<tile_kernel<T>, tile_shape<T>::batches>, sizeof...(R)>{
      line(std::integral_constant<std::size_t, (std::size_t{1} << R)>{}, batches{})...};
}
(std::make_index_sequence<std::bit_width(tile_shape<T>::rows)>{});

/// The rows of the next tile when `left` are to be done.
template <class T>
constexpr std::size_t next_rows(std::size_t left) {
  return std::min(tile_shape<T>::rows, std::bit_floor(left));
}

/// A piece of the result: rows [row, row + rows), columns [column, column + batches · lanes).
struct tile_place {
  std::size_t row;
  std::size_t rows;
  std::size_t column;
  std::size_t batches;
};

/// The length of the next step when `left` is split into the fewest nearly equal steps of at most `most`.
constexpr std::size_t balanced_step(std::size_t left, std::size_t most) {
  const std::size_t steps = (left + most - 1) / most;
  return (left + steps - 1) / steps;
}

/// Computes one tile and hands it to the epilogue.
template <class T, class Epilogue>
OGIVE_INLINE void run_tile(const tile_operands<T>& in, const tile_place& place, Epilogue& epilogue) {
  alignas(matrix_alignment) std::array<T, tile_shape<T>::rows * tile_shape<T>::columns> tile;
  tile_kernels<T>[static_cast<std::size_t>(std::countr_zero(place.rows))][place.batches - 1](in, tile.data());
  epilogue(tile_view<T>{tile.data(), tile_shape<T>::columns, place.row, place.rows, place.column, place.batches});
}

}  // namespace detail

/// epilogue(X·W + b): the forward product, and dZ·Wᵀ when W is already transposed.
///
/// Shapes: X is batch × in, W is in × out, b has the padded length of W's rows or is null. The epilogue is called with
/// a `tile_view` for each tile of the result; in the padding the values are those of the padding of W and b, which are
/// zero in a `matrix`. As std::for_each does, the product returns the epilogue, with whatever it has summed up.
/// The order of additions of an element depends on its depth only: not on its place, the tile or the batch size.
template <class T, class Epilogue>
[[gnu::noinline]] Epilogue multiply(std::type_identity_t<matrix_view<const T>> x,
                                    std::type_identity_t<matrix_view<const T>> w, const T* bias,
                                    const Epilogue& initial_epilogue) {
  Epilogue epilogue = initial_epilogue;  // a local one stays in registers: no store can alias it
  using shape = detail::tile_shape<T>;
  constexpr std::size_t width = detail::lanes<detail::native_batch<T>>;
  const std::size_t total = detail::padded<T>(w.columns) / width;
  for (std::size_t done = 0, step = 0; done < total; done += step) {
    // A panel of W is read once per block of rows: columns outside keep it in the second-level cache.
    step = detail::balanced_step(total - done, shape::batches);
    const std::size_t column = done * width;
    for (std::size_t row = 0, rows = 0; row < x.rows; row += rows) {
      rows = detail::next_rows<T>(x.rows - row);
      detail::run_tile<T>({x.row(row), x.stride, 1, w.data + column, w.stride, w.rows, bias ? bias + column : nullptr},
                          {row, rows, column, step}, epilogue);
    }
  }
  return epilogue;
}

/// epilogue(Xᵀ·D): the gradient of a weight matrix.
///
/// Shapes: X is batch × in, D is batch × out, the result in × out. Epilogue and order of additions as in `multiply`.
template <class T, class Epilogue>
[[gnu::noinline]] Epilogue multiply_transposed(std::type_identity_t<matrix_view<const T>> x,
                                               std::type_identity_t<matrix_view<const T>> d,
                                               const Epilogue& initial_epilogue) {
  Epilogue epilogue = initial_epilogue;  // a local one stays in registers: no store can alias it
  using shape = detail::tile_shape<T>;
  constexpr std::size_t width = detail::lanes<detail::native_batch<T>>;
  const std::size_t total = detail::padded<T>(d.columns) / width;
  for (std::size_t row = 0, rows = 0; row < x.columns; row += rows) {
    // Rows outside: the result is visited from front to back, which is what an update of W needs of the prefetcher.
    rows = detail::next_rows<T>(x.columns - row);
    for (std::size_t done = 0, step = 0; done < total; done += step) {
      step = detail::balanced_step(total - done, shape::batches);
      const std::size_t column = done * width;
      detail::run_tile<T>({x.data + row, 1, x.stride, d.data + column, d.stride, x.rows, nullptr},
                          {row, rows, column, step}, epilogue);
    }
  }
  return epilogue;
}

}  // namespace ogive::nn
