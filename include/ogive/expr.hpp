// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The language alone: write formulas, derive and compose them. No SIMD header, no Hana header.
#pragma once

#include <ogive/expr/call.hpp>
#include <ogive/expr/derivative.hpp>
#include <ogive/expr/kink.hpp>
#include <ogive/expr/language.hpp>
#include <ogive/expr/node.hpp>
#include <ogive/expr/operation.hpp>
#include <ogive/expr/rewriting.hpp>
#include <ogive/expr/symbols.hpp>
