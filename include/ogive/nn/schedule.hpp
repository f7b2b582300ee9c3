// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Floor 6, nn. How far training has come goes in; the share of the optimiser's learning rate that the next step takes
// comes out.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <numbers>

#include <ogive/base/error.hpp>

namespace ogive::nn {

/// schedule(step, steps) is the factor on the learning rate in step 0, 1, …, steps − 1 of the whole training. Those
/// below are functions like this, and any other may take their place.
using rate_schedule = std::function<double(std::uint64_t step, std::uint64_t steps)>;

namespace detail {

/// The steps that a share of all of them are.
inline double steps_of_share(const char* schedule, double share, std::uint64_t steps) {
  if (!(share >= 0 && share <= 1))
    ogive::detail::fail("ogive::nn::%s: a share of %g of the training; pass 0 to 1", schedule, share);
  return std::round(share * static_cast<double>(steps));
}

inline double between(double from, double to, double way) { return from + (to - from) * way; }

/// From 1 at 0 down to 0 at 1 along half a wave of the cosine.
inline double half_wave(double way) { return (1 + std::cos(std::numbers::pi * way)) / 2; }

/// The rise to 1 before the decay, the same in those that begin with it: `decay` sees which part of the rest is over.
template <class Decay>
double after_warm_up(const char* schedule, double share, double first, std::uint64_t step, std::uint64_t steps,
                     const Decay& decay) {
  const double rise = steps_of_share(schedule, share, steps);
  const double at = static_cast<double>(step);
  if (at < rise) return between(first, 1, at / rise);
  const double rest = static_cast<double>(steps) - rise;
  return decay(rest > 0 ? std::min((at - rise) / rest, 1.0) : 1.0);
}

}  // namespace detail

/// 1, always.
struct constant_rate {
  double operator()(std::uint64_t, std::uint64_t) const { return 1; }
};

/// factorⁿ after n · every steps. PyTorch's StepLR, counted in steps. Errors: 0 steps.
struct step_decay {
  std::uint64_t every = 1;  ///< steps; those of an epoch are rows / batch, rounded up
  double factor = 0.1;

  double operator()(std::uint64_t step, std::uint64_t) const {
    if (every == 0) ogive::detail::fail("ogive::nn::step_decay: every 0 steps; pass at least 1");
    return std::pow(factor, static_cast<double>(step / every));
  }
};

/// From `first` to 1 on a line during the share `warm_up` of the training, then from 1 to `last` along half a cosine.
///
/// PyTorch's LinearLR followed by CosineAnnealingLR. Loshchilov, Hutter 2017, arXiv:1608.03983.
/// Errors: a share that is not in [0, 1].
struct cosine_decay {
  double warm_up = 0;
  double first = 0.01;
  double last = 0;

  double operator()(std::uint64_t step, std::uint64_t steps) const {
    return detail::after_warm_up("cosine_decay", warm_up, first, step, steps,
                                 [&](double way) { return detail::between(last, 1, detail::half_wave(way)); });
  }
};

/// From `first` to 1 on a line during the share `warm_up` of the training, then from 1 to `last` on another.
///
/// PyTorch's LinearLR twice; without warm-up plain linear decay. Errors: a share that is not in [0, 1].
struct linear_decay {
  double warm_up = 0;
  double first = 0.01;
  double last = 0;

  double operator()(std::uint64_t step, std::uint64_t steps) const {
    return detail::after_warm_up("linear_decay", warm_up, first, step, steps,
                                 [&](double way) { return detail::between(1, last, way); });
  }
};

/// From `first` to 1 during the share `rise` of the training, then down to `last`, both along half a cosine, so that
/// the optimiser's rate is the greatest.
///
/// PyTorch's OneCycleLR without its cycle of the momentum: first is 1 / div_factor, last is first / final_div_factor.
/// Smith, Topin 2018, arXiv:1708.07120. Errors: a share that is not in [0, 1].
struct one_cycle {
  double rise = 0.3;
  double first = 1.0 / 25;
  double last = 1.0 / 25 / 1e4;

  double operator()(std::uint64_t step, std::uint64_t steps) const {
    (void)detail::steps_of_share("one_cycle", rise, steps);
    const double at = static_cast<double>(step);
    const double top = rise * static_cast<double>(steps) - 1;  // the step of the greatest rate; between two, maybe
    const double end = static_cast<double>(steps) - 1;
    if (at <= top) return detail::between(1, first, top > 0 ? detail::half_wave(at / top) : 0);
    return detail::between(last, 1, end > top ? detail::half_wave((at - top) / (end - top)) : 0);
  }
};

}  // namespace ogive::nn
