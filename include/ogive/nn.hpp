// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The trainer: fused dense layers, networks, losses, optimisers, data. Not part of ogive.hpp; needs Boost.Hana and
// zlib.
#pragma once

#include <ogive/nn/activation.hpp>
#include <ogive/nn/augment.hpp>
#include <ogive/nn/dataset.hpp>
#include <ogive/nn/dense.hpp>
#include <ogive/nn/dropout.hpp>
#include <ogive/nn/evaluate.hpp>
#include <ogive/nn/gradient_flow.hpp>
#include <ogive/nn/gzip.hpp>
#include <ogive/nn/idx.hpp>
#include <ogive/nn/initialise.hpp>
#include <ogive/nn/loss.hpp>
#include <ogive/nn/matrix.hpp>
#include <ogive/nn/network.hpp>
#include <ogive/nn/network_optimiser.hpp>
#include <ogive/nn/optimiser.hpp>
#include <ogive/nn/product.hpp>
#include <ogive/nn/random.hpp>
#include <ogive/nn/schedule.hpp>
#include <ogive/nn/trainer.hpp>
