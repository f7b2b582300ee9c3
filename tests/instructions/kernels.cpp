// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// One register of floats through each kernel, ours and the one written by hand: compiled, never run. count.sh counts.
#include <ogive/ogive.hpp>

#include "peers/intrinsics.hpp"

namespace {

using V = ogive::detail::native_batch<float>;

template <auto F>
OGIVE_INLINE void ours(const float* in, float* out) {
  const auto y = ogive::detail::run<ogive::detail::executable_program<F>>(std::array<V, 1>{V::load_unaligned(in)},
                                                                          std::array<V, 0>{});
  y[0].store_unaligned(out);
}
template <auto F>
OGIVE_INLINE void ours_with_slope(const float* in, float* out, float* slope) {
  using ogive::detail::beside_value;
  const auto y = ogive::detail::run<ogive::detail::executable_program<F, beside_value::input_derivatives>>(
      std::array<V, 1>{V::load_unaligned(in)}, std::array<V, 0>{});
  y[0].store_unaligned(out);
  y[1].store_unaligned(slope);
}

}  // namespace

namespace hand = ogive::bench::by_hand;

#define OGIVE_COUNTED(name, alone)                                                       \
  extern "C" void ours_##name(const float* in, float* out) {                             \
    ours<ogive::activations::name>(in, out);                                             \
  }                                                                                      \
  extern "C" void hand_##name(const float* in, float* out) {                             \
    ogive::bench::store(out, hand::alone(ogive::bench::load(in)));                       \
  }                                                                                      \
  extern "C" void ours_##name##_slope(const float* in, float* out, float* slope) {       \
    ours_with_slope<ogive::activations::name>(in, out, slope);                           \
  }                                                                                      \
  extern "C" void hand_##name##_slope(const float* in, float* out, float* slope) {       \
    const hand::both y = hand::name(ogive::bench::load(in));                             \
    ogive::bench::store(out, y.value);                                                   \
    ogive::bench::store(slope, y.slope);                                                 \
  }
OGIVE_COUNTED(swish, alone<hand::swish>)
OGIVE_COUNTED(gelu, alone<hand::gelu>)
OGIVE_COUNTED(mish, mish_alone)
