// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Change one line and see what follows from it, for any formula of x and parameters: the derivative as text; a plot;
// the gradients of its parameters; the speed of value and derivative over an array; the report of its verification.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <ogive/ogive.hpp>
#include <ogive/verify.hpp>

using namespace ogive::symbols;

// [new_activation]
constexpr auto mine = x * tanh(param<"scale">(1.0) * softplus(x));  // change this line
// [new_activation]

namespace {

/// f as *, f' as ·, for x from −6 to 6, as high as both are there.
void plot() {
  constexpr int width = 73, height = 17;
  constexpr double left = -6, right = 6;
  double bottom = -1, top = 1;
  for (int c = 0; c != width; ++c) {
    const double at = left + (right - left) * c / (width - 1);
    for (const double v : {ogive::evaluate<mine>(at), ogive::evaluate<derive(mine)>(at)}) {
      if (!std::isfinite(v)) continue;
      bottom = std::min(bottom, v);
      top = std::max(top, v);
    }
  }
  std::vector<std::string> canvas(height, std::string(width, ' '));
  const auto put = [&](int column, double v, char mark) {
    if (!std::isfinite(v)) return;
    const auto row = static_cast<std::size_t>(std::lround((top - v) / (top - bottom) * (height - 1)));
    canvas[row][static_cast<std::size_t>(column)] = mark;
  };
  for (int c = 0; c != width; ++c) {
    const double at = left + (right - left) * c / (width - 1);
    put(c, 0, '-');
    put(c, ogive::evaluate<derive(mine)>(at), '.');
    put(c, ogive::evaluate<mine>(at), '*');
  }
  for (const std::string& line : canvas) std::printf("  %s\n", line.c_str());
}

/// Nanoseconds for each element of value and derivative, in float, from the nearest cache.
double time_per_element() {
  const std::vector<float> in(4096, 0.5F);
  std::vector<float> out(in.size()), slope(in.size());
  double best = 1e9;
  for (int round = 0; round != 20; ++round) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i != 50; ++i) ogive::map_with_derivative<mine>(in, out, slope);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
    best = std::min(best, taken.count() / 50 / static_cast<double>(in.size()));
  }
  return best;
}

}  // namespace

int main() {
  std::printf("f(x)  = %s\nf'(x) = %s\n\n", ogive::text<mine>.data(), ogive::text<derive(mine)>.data());
  plot();

  const std::vector<float> in{-1, 0, 1, 2}, upstream(4, 1.0F);
  std::vector<float> grad(4);
  const auto gradients = ogive::backward<mine>(in, upstream, grad);
  std::printf("\nbackward at -1, 0, 1, 2: grad = %.4f %.4f %.4f %.4f\n", static_cast<double>(grad[0]),
              static_cast<double>(grad[1]), static_cast<double>(grad[2]), static_cast<double>(grad[3]));
  for (std::size_t i = 0; i != gradients.values.size(); ++i) {  // one for each parameter of the line
    const ogive::parameter_slot& p = ogive::program_of<mine>.parameters[i];
    std::printf("gradient of %s, which is %g: %.4f\n", std::string(p.name).c_str(), p.initial,
                static_cast<double>(gradients.values[i]));
  }

  std::printf("value and derivative: %.2f ns for each float\n\n", time_per_element());
  const ogive::report proof = ogive::verify<mine>({.low = -6, .high = 6});
  std::printf("%s", ogive::to_text(proof).c_str());
  return proof.is_right() ? EXIT_SUCCESS : EXIT_FAILURE;
}
