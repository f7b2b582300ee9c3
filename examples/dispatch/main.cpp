// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// One binary for every machine: ordinary functions, compiled for each instruction set by ogive_add_kernels (see
// CMakeLists.txt here) and chosen when they are first called. OGIVE_ISA=sse2 in the environment forces one. Here each
// that the machine has is forced in turn; all give the same curve.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kernels.hpp>

namespace {

/// What all functions give for values from −8 to 8, of one type: values, slopes, gradients.
template <class T>
std::vector<T> everything() {
  std::vector<T> in(4096), upstream(in.size(), T(0.75)), all;
  for (std::size_t i = 0; i != in.size(); ++i) in[i] = static_cast<T>(i) / 256 - 8;
  const auto add = [&](auto value, auto with_derivative, auto backward) {
    std::vector<T> out(in.size()), slope(in.size());
    value(in, out);
    all.insert(all.end(), out.begin(), out.end());
    with_derivative(in, out, slope);
    all.insert(all.end(), out.begin(), out.end());
    all.insert(all.end(), slope.begin(), slope.end());
    backward(in, upstream, out);
    all.insert(all.end(), out.begin(), out.end());
  };
  using to = std::span<T>;
  using from = std::span<const T>;
  add([](from x, to y) { kernels::swish(x, y); }, [](from x, to y, to s) { kernels::swish_with_derivative(x, y, s); },
      [](from x, from u, to g) { kernels::swish_backward(x, u, g); });
  add([](from x, to y) { kernels::leaky_swish(x, y); },
      [](from x, to y, to s) { kernels::leaky_swish_with_derivative(x, y, s); },
      [](from x, from u, to g) { kernels::leaky_swish_backward(x, u, g); });
  add([](from x, to y) { kernels::soft_clip(x, y); },
      [](from x, to y, to s) { kernels::soft_clip_with_derivative(x, y, s); },
      [](from x, from u, to g) { kernels::soft_clip_backward(x, u, g); });
  // a formula of two inputs, at a length that leaves a part of a register, and in place
  const std::vector<T> x(in.begin(), in.end() - 3), y(in.begin() + 3, in.end());
  std::vector<T> out(x.size()), by_x(x.size()), by_y(x.size());
  kernels::gate_with_derivative(x, y, out, by_x, by_y);
  for (const auto& part : {out, by_x, by_y}) all.insert(all.end(), part.begin(), part.end());
  kernels::gate_backward(x, y, out, by_x, by_y);
  for (const auto& part : {by_x, by_y}) all.insert(all.end(), part.begin(), part.end());
  out = x;
  kernels::gate(out, y, out);
  all.insert(all.end(), out.begin(), out.end());
  return all;
}

/// The widest difference, relative to the number or to 1/1000.
template <class T>
double apart(const std::vector<T>& a, const std::vector<T>& b) {
  double widest = a.size() == b.size() ? 0 : INFINITY;
  for (std::size_t i = 0; i != a.size() && i != b.size(); ++i)
    widest = std::max(widest, static_cast<double>(std::abs(a[i] - b[i]) / std::max(T(1e-3), std::abs(a[i]))));
  return widest;
}

}  // namespace

int main() try {
  std::printf("chosen: %s\n", std::string(kernels::isa()).c_str());
  std::vector<float> first, in(4096), out(in.size()), slope(in.size());
  std::vector<double> first_double;
  double widest = 0, widest_double = 0;
  for (const std::string_view isa : kernels::isas()) {
    kernels::use(isa);
    const std::vector<float> all = everything<float>();
    const std::vector<double> all_double = everything<double>();
    if (first.empty()) first = all, first_double = all_double;
    widest = std::max(widest, apart(first, all));
    widest_double = std::max(widest_double, apart(first_double, all_double));
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i != 200; ++i) kernels::swish_with_derivative(in, out, slope);
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - start;
    std::printf("%-8s %6.2f ns for 16 floats, value and derivative\n", std::string(isa).c_str(),
                time.count() / 200 / static_cast<double>(in.size()) * 16);
  }
  std::printf("widest difference between two of them: %.1e of the value in float, %.1e in double\n", widest,
              widest_double);
  return widest < 1e-6 && widest_double < 1e-14 ? 0 : 1;
} catch (const std::exception& e) {
  std::printf("%s\n", e.what());
  return 1;
}
