// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::backward<f>(in..., upstream, grad..., bindings...): grad is const; pass a range that can be written to
#include <ogive/ogive.hpp>
#include <vector>
using namespace ogive::symbols;

#ifdef WRONG
void call(std::vector<float>& a, const std::vector<float>& k) { ogive::backward<2 * x>(a, a, k); }
#else
void call(std::vector<float>& a, const std::vector<float>& k) { ogive::backward<2 * x>(k, k, a); }
#endif
