//! Measures on a machine whose electricity is counted in the motor that drives it.
//!
//! The motor's electricity is the pair's (see `diagnosis`), so the measure works on that: the machine is given the
//! motor's electricity and hours, the measure is applied to it, and what is saved is taken off the motor, as the
//! measures before left it. Several machines on one motor share its electricity in proportion to their own.

use super::given::with_kwh;
use super::run::{Ledger, State, result, used_after};
use super::scenario::TargetResult;
use super::{Changed, Step};
use crate::audit::equipment::{DriveMode, FlowControl};
use crate::audit::field::FieldValue;
use crate::audit::measure::Action;
use crate::audit::{Entered, Equipment, Kind, Origin};
use crate::energy::working::put;
use crate::energy::{self, Context, EnergyUse};

/// A machine and the motor that drives it.
pub(super) struct Linked {
    /// The machine with the electricity and hours of its motor.
    machine: Equipment,
    motor: Equipment,
    used: EnergyUse,
    /// Steps of the apportioning.
    working: Vec<Step>,
    /// Whether the motor drives nothing else.
    sole: bool,
}

fn hours(device: &Equipment) -> Option<Entered<FieldValue>> {
    device.get("annual_hours_h")
}

fn number(entered: Option<Entered<FieldValue>>) -> Option<f64> {
    match entered?.value {
        FieldValue::Number(v) => Some(v),
        _ => None,
    }
}

/// The machine with a share of the motor's electricity.
fn charged(machine: &Equipment, kwh: f64, origin: Origin) -> Result<Equipment, String> {
    let mut out = machine.clone();
    let value = Entered::new(FieldValue::Number(kwh), origin);
    out.set("annual_electricity_kwh", Some(value)).map_err(|e| e.to_string())?;
    Ok(out)
}

/// A coupling entered with the motor is how the machine's flow is controlled, where the machine itself says nothing.
fn control_by_motor(machine: &mut Equipment, motor: &Equipment) {
    let Kind::Motor(m) = &motor.kind else { return };
    let Some(drive) = &m.drive_mode else { return };
    let control = match drive.value {
        DriveMode::FluidCoupling => FlowControl::FluidCoupling,
        DriveMode::PermanentMagnetCoupling => FlowControl::PermanentMagnetCoupling,
        _ => return,
    };
    let slot = match &mut machine.kind {
        Kind::Fan(f) => &mut f.flow_control,
        Kind::Blower(b) => &mut b.flow_control,
        Kind::Pump(p) => &mut p.flow_control,
        _ => return,
    };
    slot.get_or_insert(Entered::new(control, drive.origin));
}

impl Linked {
    /// The pair, where the machine's electricity is its motor's: the motor is in use and its energy known.
    pub fn of(
        machine: &Equipment,
        ledger: &dyn Ledger,
        state: &mut State,
        ctx: &Context<'_>,
    ) -> Result<Option<Self>, String> {
        let Some(motor) = ledger.drive(machine.id).and_then(|id| state.now(id, ledger)).filter(Equipment::in_use)
        else {
            return Ok(None);
        };
        let Ok(used) = energy::annual(&motor, ctx) else { return Ok(None) };
        let origin = used.weakest.unwrap_or_default();
        let others: Vec<Equipment> = ledger
            .driven(motor.id)
            .into_iter()
            .filter(|id| *id != machine.id)
            .filter_map(|id| state.now(id, ledger))
            .filter(Equipment::in_use)
            .collect();
        let (share, working) = share(machine, &others, &motor, used.electricity_kwh, ctx)?;
        for other in &others {
            // From here on all of them count by what they are charged with.
            let (part, _) = share_of(other, &others, machine, ctx)?;
            state.set(charged(other, part * used.electricity_kwh, origin)?);
        }
        let mut charged = charged(machine, share * used.electricity_kwh, origin)?;
        if !others.is_empty() {
            state.set(charged.clone());
        }
        if charged.kind.code().field("annual_hours_h").is_some() {
            // They turn together.
            charged.set("annual_hours_h", hours(&motor)).map_err(|e| e.to_string())?;
        }
        control_by_motor(&mut charged, &motor);
        Ok(Some(Self { machine: charged, motor, used, working, sole: others.is_empty() }))
    }

    /// The machine as the measure shall see it.
    pub fn machine(&self) -> &Equipment {
        &self.machine
    }

    /// Refuses what the motor's own control makes pointless.
    pub fn allows(&self, action: &Action) -> Result<(), String> {
        let by_speed = matches!(action, Action::SpeedControl(_) | Action::CompressorSpeed(_) | Action::TrimImpeller(_));
        match &self.motor.kind {
            Kind::Motor(m) if by_speed && m.drive_mode.as_ref().is_some_and(|d| d.value == DriveMode::Inverter) => {
                Err(format!("拖动它的电动机 {} 已是变频驱动", self.motor.label()))
            }
            _ => Ok(()),
        }
    }

    /// Takes what the machine saves off the motor, and gives the row with the motor's energy.
    pub fn settle(
        self,
        action: &Action,
        changed: Changed,
        state: &mut State,
        ctx: &Context<'_>,
    ) -> Result<TargetResult, String> {
        let before = energy::annual(&self.machine, ctx).map_err(|g| g.reason)?;
        let after = used_after(&changed.device, ctx)?;
        let saved = before.electricity_kwh - after.electricity_kwh;
        let left = (self.used.electricity_kwh - saved).max(0.0);
        let origin = self.used.weakest.max(after.weakest).unwrap_or_default();
        let mut motor = self.motor.clone();
        let new_hours = number(hours(&changed.device)).filter(|_| self.sole);
        with_kwh(&mut motor, new_hours, left, origin);
        if let (Kind::Motor(m), Action::SpeedControl(_) | Action::CompressorSpeed(_)) = (&mut motor.kind, action) {
            m.drive_mode = Some(Entered::new(DriveMode::Inverter, Origin::Nameplate));
        }
        let mut motor_after = used_after(&motor, ctx)?;
        let mut motor_before = self.used;
        // What the machine burns stays its own.
        motor_before.fuels.extend(before.fuels);
        motor_after.fuels.extend(after.fuels);
        let mut notes = vec![format!("用电计入电动机 {}", self.motor.label())];
        notes.extend(changed.notes);
        let working = self.working.into_iter().chain(changed.working).collect();
        state.set(motor);
        state.set(changed.device);
        Ok(result(&self.machine, motor_before, motor_after, working, notes, ctx))
    }
}

/// Electricity of a machine as it is charged with, else by its own data.
fn own_kwh(device: &Equipment, ctx: &Context<'_>) -> Result<f64, String> {
    energy::annual(device, ctx).map(|u| u.electricity_kwh).map_err(|g| format!("{}{}", device.label(), g.reason))
}

/// The share of one of the machines in the electricity of all, and that of all by their own data.
fn share_of(
    one: &Equipment,
    others: &[Equipment],
    machine: &Equipment,
    ctx: &Context<'_>,
) -> Result<(f64, f64), String> {
    let mut all = own_kwh(machine, ctx)?;
    for other in others {
        all += own_kwh(other, ctx)?;
    }
    let own = own_kwh(one, ctx)?;
    Ok((if all > 0.0 { own / all } else { 0.0 }, all))
}

/// The machine's share of its motor's electricity.
fn share(
    machine: &Equipment,
    others: &[Equipment],
    motor: &Equipment,
    used_kwh: f64,
    ctx: &Context<'_>,
) -> Result<(f64, Vec<Step>), String> {
    if others.is_empty() {
        return Ok((1.0, Vec::new()));
    }
    let number = others.len() + 1;
    let (part, all) = share_of(machine, others, machine, ctx)
        .map_err(|reason| format!("电动机 {} 拖动 {number} 项设备，其用电不能分摊到本设备：{reason}", motor.label()))?;
    let step = Step::new(
        "分摊的电动机用电",
        "E = E_电动机·E_本/ΣE_i，按各项设备自己的用电",
        format!("{}×{}/{}", put(used_kwh), put(part * all), put(all)),
        part * used_kwh,
        "kWh/a",
    );
    Ok((part, vec![step]))
}
