// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. A formula comes in; a record of its fused kernels goes out, which a layer calls at run time, once for
// each tile of its product: one layer, one network, one trainer serve every activation.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

#include <ogive/base/config.hpp>
#include <ogive/calculus/programs.hpp>
#include <ogive/expr/symbols.hpp>
#include <ogive/kernel/fused.hpp>
#include <ogive/kernel/register.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/print/text.hpp>
#include <ogive/program/program.hpp>

namespace ogive::nn {

/// What the parameters of an activation are: one number each, or one for each column of z.
template <class T>
struct parameter_view {
  const T* data = nullptr;
  std::size_t stride = 1;    ///< from a parameter's number, or numbers, to those of the next
  bool per_channel = false;  ///< a number for each column, whole batches readable
};

/// An activation as a value: what a layer must know of its formula. See `activation_of`.
template <class T>
struct activation {
  /// Computes the batches of a tile of z and stores each result at the place that the tile has in the whole; the
  /// padding stays zero.
  using kernel = void (*)(const tile_view<T>& z, const parameter_view<T>& parameters, const matrix_view<T>* results);

  kernel value;                ///< one result: f(z)
  kernel value_and_gradients;  ///< f(z), f'(z), ∂f/∂p of each parameter; f' is left alone if f is the identity
  std::span<const std::string_view> parameter_names;
  std::span<const double> parameter_initial;
  bool is_identity;                    ///< its derivative 1 is neither stored nor multiplied
  std::string_view formula;            ///< its text, by which files know it
  std::span<const instruction> steps;  ///< its program as people read it, for whoever writes it in another language
  std::size_t result;                  ///< the step whose value is f(z)
};

namespace detail {

/// Whether F is the formula `x`.
template <auto F>
inline constexpr bool is_identity =
    std::is_same_v<std::remove_cv_t<decltype(F)>, std::remove_cv_t<decltype(symbols::x)>>;

/// Stores a batch at `column`, but never into the padding: there f(0) could be anything and the padding must stay zero.
template <class T>
OGIVE_INLINE void store_columns(const matrix_view<T>& to, std::size_t row, std::size_t column, native_batch<T> value) {
  constexpr std::size_t width = lanes<native_batch<T>>;
  T* const place = to.row(row) + column;
  if (column + width <= to.columns) {
    ogive::detail::store(place, value);
  } else {
    ogive::detail::store_partial(place, value, to.columns - column);
  }
}

/// visit(row, column, z, p) for each batch of a tile, p the Count parameters there.
template <std::size_t Count, class T, class Visit>
OGIVE_INLINE void for_each_with_parameters(const tile_view<T>& z, const parameter_view<T>& parameters,
                                           const Visit& visit) {
  using batch = native_batch<T>;
  std::array<batch, Count> p{};
  if (Count != 0 && parameters.per_channel) {
    z.for_each([&](std::size_t row, std::size_t column, batch value) {
      for (std::size_t i = 0; i != Count; ++i)
        p[i] = ogive::detail::load<batch>(parameters.data + i * parameters.stride + column);
      visit(row, column, value, p);
    });
    return;
  }
  for (std::size_t i = 0; i != Count; ++i)
    p[i] = ogive::detail::broadcast<batch>(static_cast<double>(parameters.data[i * parameters.stride]));
  z.for_each([&](std::size_t row, std::size_t column, batch value) { visit(row, column, value, p); });
}

template <auto F, class T>
void activate(const tile_view<T>& z, const parameter_view<T>& parameters, const matrix_view<T>* results) {
  using formula = ogive::detail::fused<F>;
  const matrix_view<T> output = results[0];
  for_each_with_parameters<formula::parameter_count>(
      z, parameters, [&](std::size_t row, std::size_t column, native_batch<T> batch, const auto& p) {
        store_columns(output, row, column, formula::value(batch, p));
      });
}

template <auto F, class T>
void activate_with_gradients(const tile_view<T>& z, const parameter_view<T>& parameters,
                             const matrix_view<T>* results) {
  using formula = ogive::detail::fused<F>;
  constexpr std::size_t count = 2 + formula::parameter_count;
  std::array<matrix_view<T>, count> to;
  for (std::size_t i = 0; i != count; ++i) to[i] = results[i];
  for_each_with_parameters<formula::parameter_count>(
      z, parameters, [&](std::size_t row, std::size_t column, native_batch<T> batch, const auto& p) {
        const std::array<native_batch<T>, count> all = formula::value_and_gradients(batch, p);
        for (std::size_t i = 0; i != count; ++i) {
          if (!(is_identity<F> && i == 1)) store_columns(to[i], row, column, all[i]);
        }
      });
}

}  // namespace detail

/// The record of a formula of one input, T = float or double: `dense_layer<float>(784, 128, activation_of<relu>)`.
template <auto F, class T = float>
inline constexpr activation<T> activation_of{&detail::activate<F, T>,
                                             &detail::activate_with_gradients<F, T>,
                                             ogive::detail::fused<F>::parameter_names,
                                             ogive::detail::fused<F>::parameter_initial,
                                             detail::is_identity<F>,
                                             ogive::text<F>,
                                             program_of<F>.code,
                                             static_cast<std::size_t>(program_of<F>.results[0])};

/// The parameters that f begins with.
template <class T>
std::vector<T> initial_parameters(const activation<T>& f) {
  return {f.parameter_initial.begin(), f.parameter_initial.end()};
}

/// f and f' at some places.
template <class T>
struct activation_samples {
  std::vector<T> value, slope;
};

/// Computes them, with one number for each parameter: for rules of thumb and for plots.
template <class T>
activation_samples<T> sample(const activation<T>& f, const std::vector<T>& places, const std::vector<T>& parameters) {
  matrix<T> z(1, places.size());
  std::copy(places.begin(), places.end(), z.data());
  std::vector<matrix<T>> results(2 + parameters.size(), z);
  std::vector<matrix_view<T>> views;
  for (matrix<T>& result : results) views.push_back(result.view());
  f.value_and_gradients(tile_view<T>::whole(z.view()), {.data = parameters.data()}, views.data());
  activation_samples<T> samples{{results[0].data(), results[0].data() + places.size()},
                                {results[1].data(), results[1].data() + places.size()}};
  if (f.is_identity) std::fill(samples.slope.begin(), samples.slope.end(), T{1});
  return samples;
}

/// Places from −reach to reach, `per_unit` of them for each unit, 0 among them.
template <class T>
std::vector<T> evenly_spaced(std::size_t reach, std::size_t per_unit) {
  std::vector<T> places(2 * reach * per_unit + 1);
  for (std::size_t k = 0; k != places.size(); ++k)
    places[k] = static_cast<T>((static_cast<double>(k) - static_cast<double>(reach * per_unit)) /
                               static_cast<double>(per_unit));
  return places;
}

/// The most parameters that a formula can have.
inline constexpr std::size_t most_parameters = ogive::detail::name_list{}.names.size();

}  // namespace ogive::nn
